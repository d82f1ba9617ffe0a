import { describe, expect, it } from 'vitest'
import { CoreError } from './errors.ts'
import { type PreparedSeries, prepareSeries } from './prepared-series.ts'
import { parseRule } from './rule-parse.ts'
import { firstSeriesClash } from './series-conflict.ts'
import { selfOverlap } from './series-self-overlap.ts'
import { parseWall } from './wall.ts'
import { zoneOf } from './zone.ts'

/** Rules that are dense, far apart, or expensive to walk. */
const hostile = [
  'FREQ=SECONDLY',
  'FREQ=SECONDLY;INTERVAL=499979',
  'FREQ=SECONDLY;BYSECOND=7;BYMINUTE=3;BYDAY=SU;BYMONTHDAY=29;BYMONTH=2',
  'FREQ=MINUTELY;INTERVAL=1439;BYDAY=MO',
  'FREQ=MINUTELY;BYMONTHDAY=1;BYHOUR=3',
  'FREQ=HOURLY;INTERVAL=7;BYHOUR=9,10',
  'FREQ=HOURLY;INTERVAL=25',
  'FREQ=DAILY;INTERVAL=2;BYMONTH=1,2,3,4,5,6',
  'FREQ=WEEKLY;INTERVAL=53;BYDAY=MO,TU,WE,TH,FR',
  'FREQ=MONTHLY;INTERVAL=11;BYDAY=MO,TU,WE,TH,FR',
  'FREQ=YEARLY;INTERVAL=3;BYMONTH=1,2,3;BYDAY=MO,TU,WE,TH,FR',
  'FREQ=YEARLY;INTERVAL=999;BYYEARDAY=366',
  'FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO',
]

function attempt(work: () => unknown): string {
  try {
    work()
    return 'answered'
  } catch (error) {
    if (error instanceof CoreError) return error.code
    throw error
  }
}

describe('hostile pairs of rules', () => {
  const prepared: PreparedSeries[] = []
  for (const [i, rule] of hostile.entries()) {
    const input = { start: parseWall('2026-01-05T02:30'), rules: [parseRule(rule)] }
    const zone = zoneOf(i % 2 === 0 ? 'America/New_York' : 'Australia/Lord_Howe')
    if (attempt(() => prepareSeries({ ...input, zone, durationMs: 1000 })) !== 'answered') continue
    for (const durationMs of [1, 900_000, 86_400_000])
      prepared.push(prepareSeries({ ...input, zone, durationMs }))
  }

  it('are answered or refused with budget_exceeded within the default budget, never left running', () => {
    for (const a of prepared) {
      for (const b of prepared) {
        expect(['answered', 'budget_exceeded']).toContain(attempt(() => firstSeriesClash(a, b)))
      }
    }
  })

  it('a small budget is kept: the refusal names it', () => {
    let refused = 0
    for (const a of prepared) {
      for (const b of prepared) {
        if (attempt(() => firstSeriesClash(a, b, { budget: 2000 })) === 'budget_exceeded') refused++
      }
    }
    expect(refused).toBeGreaterThan(0)
  })

  it('self overlap of each is answered or refused', () => {
    for (const series of prepared) {
      expect(['answered', 'budget_exceeded']).toContain(attempt(() => selfOverlap(series)))
    }
  })
})
