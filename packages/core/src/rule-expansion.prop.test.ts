import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CoreError } from './errors.ts'
import { naiveExpansion } from './naive-expansion.ts'
import type { Frequency } from './rule.ts'
import { anyRuleText, calendarFrequencies, startWall, subdailyFrequencies } from './rule-arbitrary.ts'
import { readRule } from './rule-parse.ts'
import { clashingParts } from './rule-proof.ts'
import { RuleSeries } from './rule-series.ts'
import type { Wall } from './wall.ts'
import { WallSink } from './wall-series.ts'
import { zoneOf } from './zone.ts'

const dayMs = 86_400_000
/** Rules of a frequency. */
const { RULES: rules } = process.env
const timeoutMs = 60_000 + Number(rules ?? 0) * 1_000

/** Every way of asking for the instances up to a day, as one list; null when the rule is refused as impossible. */
function ourExpansion(text: string, start: number, lastDay: number): number[] | null {
  let series: RuleSeries
  try {
    series = new RuleSeries(readRule(text), start as Wall, zoneOf('UTC'))
  } catch (error) {
    if (error instanceof CoreError && error.code === 'never_occurs') return null
    throw error
  }
  const end = (lastDay + 1) * dayMs
  const sink = new WallSink(4, 10_000_000)
  series.fill(start - dayMs, end, sink)
  const filled = Array.from(sink.data.subarray(0, sink.length))
  checkSteps(series, filled, start, end)
  return filled
}

function checkSteps(series: RuleSeries, filled: readonly number[], start: number, end: number): void {
  const stride = Math.max(1, Math.floor(filled.length / 50))
  for (let i = 0; i < filled.length; i += stride) {
    const wall = filled[i] as number
    expect(series.next(wall)).toBe(wall)
    expect(series.previous(wall)).toBe(wall)
    if (i + 1 < filled.length) expect(series.next(wall + 1)).toBe(filled[i + 1])
    expect(series.previous(wall - 1)).toBe(filled[i - 1] ?? Number.NEGATIVE_INFINITY)
  }
  expect(series.next(start)).toBe(filled[0] ?? series.first)
  const tally = series.walls.tally(Number.POSITIVE_INFINITY, end - 1)
  expect(tally).toEqual({ count: filled.length, last: filled.at(-1) ?? Number.NEGATIVE_INFINITY })
  const half = Math.ceil(filled.length / 2)
  if (half > 0) expect(series.walls.tally(half, end - 1)).toEqual({ count: half, last: filled[half - 1] })
}

function agree(frequency: Frequency, intervalMax: number, days: number, runs: number): void {
  fc.assert(
    fc.property(anyRuleText(frequency, intervalMax), startWall, (text, start) => {
      const lastDay = Math.floor(start / dayMs) + days
      const expected = naiveExpansion(readRule(text), start, lastDay)
      const actual = ourExpansion(text, start, lastDay)
      expect(actual ?? []).toEqual(expected)
      if (clashingParts(readRule(text)) !== null) expect(expected).toEqual([])
    }),
    { numRuns: rules === undefined ? runs : Number(rules) },
  )
}

describe('a rule expands as a literal reading of RFC 5545 expands it', () => {
  it.each(calendarFrequencies)(
    '%s',
    (frequency) => {
      agree(frequency, 5, frequency === 'YEARLY' ? 2500 : 800, 60)
    },
    timeoutMs,
  )

  it.each(subdailyFrequencies)(
    '%s',
    (frequency) => {
      agree(frequency, frequency === 'HOURLY' ? 100 : 5000, frequency === 'SECONDLY' ? 2 : 12, 40)
    },
    timeoutMs,
  )
})
