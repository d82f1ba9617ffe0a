import { describe, expect, it } from 'vitest'
import { asInstant } from './instant.ts'
import { type PreparedSeries, prepareSeries } from './prepared-series.ts'
import { createRecurrence } from './recurrence.ts'
import { parseRule } from './rule-parse.ts'
import { firstSeriesClash } from './series-conflict.ts'
import { selfOverlap } from './series-self-overlap.ts'
import { parseWall } from './wall.ts'
import { spendSteps, withSteps } from './work-budget.ts'
import { zoneOf } from './zone.ts'

/** 2^20 and all its halves down to a quarter add up to this. */
const allowance = 2 ** 21 - 0.25

/** The steps a call takes, to a quarter of one: what it leaves of an allowance is felt for by halves. */
function stepsOf(call: () => unknown): number {
  return withSteps(allowance, () => {
    call()
    let left = 0
    for (let some = 2 ** 20; some >= 0.25; some /= 2) {
      try {
        spendSteps(some)
        left += some
      } catch {
        spendSteps(-some)
      }
    }
    return allowance - left
  })
}

const minuteMs = 60_000

function inputOf(rule: string, zoneId: string, start = '2026-01-05T09:00') {
  return {
    start: parseWall(start),
    zone: zoneOf(zoneId),
    durationMs: 10 * minuteMs,
    rules: [parseRule(rule)],
  }
}

const year = (y: number) => asInstant(Date.UTC(y, 0, 1))

it('spent steps are what is told', () => {
  expect(stepsOf(() => null)).toBe(0)
  for (const steps of [0.25, 1, 7, 1000.75]) expect(stepsOf(() => spendSteps(steps))).toBe(steps)
})

it('a rule that has no time of day is refused without a look at a day', () => {
  const never = inputOf('FREQ=HOURLY;INTERVAL=6;BYHOUR=7', 'UTC')
  expect(stepsOf(() => expect(() => createRecurrence(never)).toThrow('has no occurrence'))).toBe(0)
})

it('what the clock skips is paid for by the start', () => {
  const counting = (zoneId: string) => {
    const minutes = createRecurrence(
      inputOf('FREQ=MINUTELY;UNTIL=20360105T000000Z', zoneId, '2026-01-05T00:00'),
    )
    return stepsOf(() => minutes.count())
  }
  expect(counting('America/New_York') - counting('UTC')).toBeGreaterThan(600)
})

/** A rule, and the most steps counting all of it up to the year 9999 may take, and finding its 1,500th instance. */
const rules: readonly (readonly [rule: string, count: number, last: number])[] = [
  ['FREQ=DAILY', 1, 1],
  ['FREQ=WEEKLY;BYDAY=MO,WE', 15_000, 300],
  ['FREQ=MONTHLY;BYMONTHDAY=31', 3000, 900],
  ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', 300, 250],
  ['FREQ=DAILY;INTERVAL=3;BYMONTH=2', 3000, 600],
  ['FREQ=DAILY;BYMONTH=1', 300, 50],
  ['FREQ=HOURLY;INTERVAL=720;BYHOUR=9', 750, 750],
  ['FREQ=HOURLY;INTERVAL=5;BYDAY=SA', 10_000, 750],
  ['FREQ=HOURLY;INTERVAL=7;BYHOUR=9,10', 750, 750],
  ['FREQ=MINUTELY;INTERVAL=5003;BYHOUR=9', 750, 750],
  ['FREQ=YEARLY;BYWEEKNO=53', 300, 300],
  ['FREQ=MONTHLY;INTERVAL=7;BYMONTHDAY=13;BYDAY=FR', 3400, 2200],
]

describe.each(rules)('%s', (rule, countMost, lastMost) => {
  const recurrence = createRecurrence(inputOf(rule, 'UTC'))

  it('is made, and asked for its next and previous instance, in a few steps however far away', () => {
    expect(stepsOf(() => createRecurrence(inputOf(rule, 'UTC')))).toBeLessThan(200)
    for (const at of [year(2030), year(5000), year(9000)]) {
      expect(stepsOf(() => recurrence.next(at))).toBeLessThan(40)
      expect(stepsOf(() => recurrence.previous(at))).toBeLessThan(40)
    }
  })

  it('costs twice as much for twice as long a window, wherever it lies', () => {
    for (const from of [2030, 8030]) {
      const [once, twice] = [40, 80].map((years) =>
        stepsOf(() => recurrence.startsBetween(year(from), year(from + years))),
      ) as [number, number]
      expect(twice).toBeLessThanOrEqual(2.1 * once + 8)
      expect(twice).toBeGreaterThanOrEqual(1.9 * once - 8)
    }
  })

  it('is counted, and its last instance found, without visiting each', () => {
    const endless = createRecurrence(inputOf(`${rule};UNTIL=99991231T235959Z`, 'UTC'))
    const counted = createRecurrence(inputOf(`${rule};COUNT=1500`, 'UTC'))
    expect(stepsOf(() => endless.count())).toBeLessThanOrEqual(countMost)
    expect(stepsOf(() => counted.last())).toBeLessThanOrEqual(lastMost)
    // Once known, it is known.
    expect(stepsOf(() => endless.count())).toBe(0)
    expect(stepsOf(() => counted.last())).toBeLessThan(20)
  })

  it('is held against itself without a walk', () => {
    expect(stepsOf(() => selfOverlap(prepareSeries(inputOf(rule, 'America/New_York'))))).toBeLessThan(4000)
  })
})

describe('two series are compared in few steps', () => {
  const prepared = (rule: string, start: string, zoneId = 'America/New_York'): PreparedSeries =>
    prepareSeries(inputOf(rule, zoneId, start))

  it.each([
    ['FREQ=DAILY', '2026-01-05T09:00', 'FREQ=WEEKLY;BYDAY=MO,WE', '2026-01-05T09:30', 20],
    ['FREQ=WEEKLY;BYDAY=MO', '2026-01-05T09:00', 'FREQ=MONTHLY;BYMONTHDAY=31', '2026-01-05T09:30', 20],
    [
      'FREQ=MONTHLY;BYMONTHDAY=31',
      '2026-01-05T09:00',
      'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29',
      '2026-01-05T09:00',
      20,
    ],
    ['FREQ=DAILY;BYMONTH=1', '2026-01-05T09:00', 'FREQ=DAILY;INTERVAL=3;BYMONTH=2', '2026-01-05T09:00', 20],
    [
      'FREQ=HOURLY;INTERVAL=7;BYHOUR=9,10',
      '2026-01-05T09:00',
      'FREQ=MONTHLY;BYDAY=1TU',
      '2026-01-05T11:00',
      40,
    ],
    ['FREQ=WEEKLY;INTERVAL=2', '2026-01-05T09:00', 'FREQ=WEEKLY;INTERVAL=4', '2026-01-12T09:00', 20],
  ])('%s from %s never meets %s from %s', (ruleA, startA, ruleB, startB, most) => {
    const [a, b] = [prepared(ruleA, startA), prepared(ruleB, startB)]
    expect(firstSeriesClash(a, b).disjointForever).toBe(true)
    expect(stepsOf(() => firstSeriesClash(a, b))).toBeLessThanOrEqual(most)
    expect(stepsOf(() => firstSeriesClash(b, a))).toBeLessThanOrEqual(most)
  })

  it.each([
    ['FREQ=DAILY', '2026-01-05T09:00', 'FREQ=WEEKLY;BYDAY=MO,WE', '2026-01-05T09:05', 200],
    ['FREQ=DAILY', '2026-01-05T09:00', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', '2026-01-05T09:05', 100],
    ['FREQ=DAILY;BYMONTH=1', '2026-01-05T09:00', 'FREQ=MONTHLY;BYMONTHDAY=31', '2026-01-05T09:05', 500],
    ['FREQ=SECONDLY', '2026-01-05T09:00', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', '2026-01-05T09:05', 100],
    ['FREQ=MINUTELY;INTERVAL=15', '2026-01-05T09:05', 'FREQ=YEARLY;INTERVAL=9', '2026-01-05T09:00', 100],
  ])('%s from %s meets %s from %s', (ruleA, startA, ruleB, startB, most) => {
    const [a, b] = [prepared(ruleA, startA), prepared(ruleB, startB)]
    expect(firstSeriesClash(a, b).disjointForever).toBe(false)
    expect(stepsOf(() => firstSeriesClash(a, b))).toBeLessThanOrEqual(most)
    expect(stepsOf(() => firstSeriesClash(b, a))).toBeLessThanOrEqual(most)
  })
})
