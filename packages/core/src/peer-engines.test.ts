import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { CoreError } from './errors.ts'
import { peers } from './peer-engines.ts'
import { createRecurrence, type Recurrence } from './recurrence.ts'
import type { Rule } from './rule.ts'
import { ruleText, startWall } from './rule-arbitrary.ts'
import { formatRule } from './rule-format.ts'
import { parseRule } from './rule-parse.ts'
import type { Wall } from './wall.ts'
import { zoneOf } from './zone.ts'

/** Peers walk where we jump: rules whose instances spread wider than this are not asked for. */
const spreadDaysMax = {
  SECONDLY: 1,
  MINUTELY: 40,
  HOURLY: 700,
  DAILY: 7000,
  WEEKLY: 7000,
  MONTHLY: 7000,
  YEARLY: 7000,
} as const
const rulesPerFrequency = 60

vi.setConfig({ testTimeout: 60_000 })

const frequencies = ['SECONDLY', 'MINUTELY', 'HOURLY', 'DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const

function startsOf(rule: Rule, start: Wall): number[] | null {
  let recurrence: Recurrence
  try {
    recurrence = createRecurrence({ start, zone: zoneOf('UTC'), durationMs: 0, rules: [rule] })
  } catch (error) {
    if (error instanceof CoreError && error.code === 'never_occurs') return null
    throw error
  }
  const last = recurrence.last()
  if (last === null || last.start - start > spreadDaysMax[rule.frequency] * 86_400_000) return null
  return Array.from(recurrence, (o) => o.start)
}

describe.each(peers)('$name', ({ startsOf: peerStartsOf, disagreements }) => {
  it.each(frequencies)('expands %s rules as we do, or differs in a way that has a name', (frequency) => {
    const sampled = fc.sample(fc.tuple(ruleText(frequency, 4), startWall), {
      numRuns: rulesPerFrequency,
      seed: 20_260_105,
    })
    const unexplained: unknown[] = []
    let agreed = 0
    for (const [text, start] of sampled) {
      const rule = parseRule(`${text};COUNT=12`)
      if (disagreements.some((d) => d.isUnsafe === true && d.covers(rule))) continue
      const ours = startsOf(rule, start as Wall)
      if (ours === null) continue
      const theirs = peerStartsOf(rule, start as Wall)
      if (theirs.length === ours.length && theirs.every((ms, i) => ms === ours[i])) agreed++
      else if (!disagreements.some((d) => d.covers(rule)))
        unexplained.push([formatRule(rule), start, ours, theirs])
    }
    expect(unexplained).toEqual([])
    expect(agreed).toBeGreaterThan(rulesPerFrequency / 10)
  })
})
