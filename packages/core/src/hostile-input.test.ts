import { describe, expect, it } from 'vitest'
import { CoreError } from './errors.ts'
import { hostileCalls } from './hostile-input.ts'
import { asInstant } from './instant.ts'
import { stepsDefault } from './limits.ts'
import { prepareSeries } from './prepared-series.ts'
import { createRecurrence } from './recurrence.ts'
import { parseRule } from './rule-parse.ts'
import { firstSeriesClash } from './series-conflict.ts'
import { selfOverlap } from './series-self-overlap.ts'
import { parseWall } from './wall.ts'
import { spendSteps, withSteps } from './work-budget.ts'
import { zoneOf } from './zone.ts'

/** How a call ends: 'answered', or the code of its refusal. Anything else thrown fails the test. */
function endOf(name: string, call: () => unknown): string {
  try {
    call()
    return 'answered'
  } catch (error) {
    if (error instanceof CoreError) return error.code
    throw new Error(`${name} threw ${error}`)
  }
}

describe('2,000 hostile calls', () => {
  const calls = hostileCalls(20_260_105, 2000)

  it('each answer or refuse with a CoreError inside the default budgets', () => {
    const ends = new Map<string, number>()
    for (const { name, call } of calls) {
      const end = endOf(name, call)
      ends.set(end, (ends.get(end) ?? 0) + 1)
    }
    expect(ends.get('answered')).toBeGreaterThan(600)
    expect(ends.get('never_occurs')).toBeGreaterThan(100)
    expect(ends.get('budget_exceeded') ?? 0).toBeLessThan(calls.length / 12)
  }, 240_000)

  it('keep a small budget as well: what is refused then names it', () => {
    let refused = 0
    for (const { name, call } of calls.slice(0, 600)) {
      if (endOf(name, () => withSteps(500, call)) === 'budget_exceeded') refused++
    }
    expect(refused).toBeGreaterThan(20)
  }, 120_000)
})

describe('the step budget', () => {
  it('is shared by everything inside and given back afterwards', () => {
    expect(withSteps(10, () => withSteps(5, () => spendSteps(5)))).toBeUndefined()
    const call = (): void => withSteps(10, () => [6, 6].forEach(spendSteps))
    expect(call).toThrow(expect.objectContaining({ code: 'budget_exceeded', details: { budget: 10 } }))
    expect(() => spendSteps(1e9)).not.toThrow()
  })

  it.each([0, -1, Number.NaN])('of %s steps refuses the first one', (steps) => {
    expect(() => withSteps(steps, () => spendSteps(1))).toThrow(CoreError)
  })
})

const ordinary = [
  'FREQ=DAILY',
  'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=99991231T235959Z',
  'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;COUNT=1000000',
  'FREQ=MONTHLY;BYMONTHDAY=15;UNTIL=99991231T235959Z',
  'FREQ=MONTHLY;BYDAY=-1FR',
  'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=10000',
  'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;UNTIL=99991231T235959Z',
  'FREQ=HOURLY;INTERVAL=5;BYDAY=SA,SU;COUNT=1000000',
]

describe('an ordinary rule never meets the budget: half of it is enough', () => {
  const half = stepsDefault / 2
  const from = asInstant(Date.UTC(2060, 0, 1))
  const inputOf = (rule: string, zoneId: string) => ({
    start: parseWall('2026-01-05T02:30:00'),
    zone: zoneOf(zoneId),
    durationMs: 3_600_000,
    rules: [parseRule(rule)],
  })

  it.each(ordinary)('%s is asked anything', (rule) => {
    for (const zoneId of ['UTC', 'America/New_York', 'Africa/Casablanca']) {
      const recurrence = createRecurrence(inputOf(rule, zoneId))
      const year = 366 * 86_400_000
      const asked: (() => unknown)[] = [
        () => recurrence.count(),
        () => recurrence.last(),
        () => recurrence.next(from),
        () => recurrence.previous(from),
        () => recurrence.between(from, asInstant(from + year)),
        () => selfOverlap(prepareSeries(inputOf(rule, zoneId))),
      ]
      for (const ask of asked) expect(endOf(rule, () => withSteps(half, ask))).toBe('answered')
    }
  })

  it('pairs of them in one zone are compared for ever', () => {
    const prepared = ordinary.map((rule) => prepareSeries(inputOf(rule, 'Europe/Berlin')))
    for (const a of prepared) {
      for (const b of prepared) {
        expect(endOf('pair', () => withSteps(half, () => firstSeriesClash(a, b)))).toBe('answered')
      }
    }
  })
})
