import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CalendarSeries } from './calendar-series.ts'
import { civilDate, civilMonth, civilOf, dayMs, yearStart } from './civil.ts'
import { modulo } from './congruence.ts'
import { parseRule } from './rule-parse.ts'
import { RuleSeries } from './rule-series.ts'
import { ruleShapeOf } from './rule-shape.ts'
import type { Wall } from './wall.ts'
import { WallSink } from './wall-series.ts'
import { zoneOf } from './zone.ts'

const origin = yearStart(2026) * dayMs
const days = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
const some = <T>(values: readonly T[], name: string) =>
  fc.subarray([...values], { minLength: 1, maxLength: 3 }).map((v) => `;${name}=${v.join(',')}`)
const maybe = (text: fc.Arbitrary<string>) => fc.option(text, { nil: '' })
const join = (...parts: fc.Arbitrary<string>[]) => fc.tuple(...parts).map((p) => p.join(''))
const interval = fc.integer({ min: 1, max: 30 }).map((n) => `;INTERVAL=${n}`)
const byDay = some(days, 'BYDAY')
const nth = some(
  days.flatMap((d) => [1, 2, 3, 4, 5, -1, -2, -5].map((n) => `${n}${d}`)),
  'BYDAY',
)
const byMonth = some([1, 2, 3, 5, 8, 12], 'BYMONTH')
const byMonthDay = some([1, 7, 8, 14, 15, 28, 29, 30, 31, -1, -2, -7, -31], 'BYMONTHDAY')
const byHour = some([0, 3, 9, 17, 23], 'BYHOUR')
const byMinute = some([0, 15, 30], 'BYMINUTE')

const text = fc.oneof(
  join(fc.constant('FREQ=DAILY'), interval, maybe(byDay), maybe(byMonth), maybe(byMonthDay), maybe(byHour)),
  join(fc.constant('FREQ=WEEKLY'), interval, maybe(byDay), maybe(byMonth), maybe(byHour), maybe(byMinute)),
  join(
    fc.constant('FREQ=WEEKLY;WKST=SU'),
    interval,
    byDay,
    fc.constantFrom('', ';BYSETPOS=1', ';BYSETPOS=-1,1'),
  ),
  join(fc.constant('FREQ=MONTHLY'), interval, maybe(fc.oneof(byDay, nth)), maybe(byMonthDay), maybe(byHour)),
  join(fc.constant('FREQ=YEARLY'), interval, maybe(byMonth), maybe(fc.oneof(byDay, nth)), maybe(byMonthDay)),
  join(fc.constant('FREQ=YEARLY'), fc.constantFrom(';BYWEEKNO=1,20,53', ';BYYEARDAY=1,100,-1'), maybe(byDay)),
  join(fc.constant('FREQ=HOURLY'), interval, maybe(byHour), maybe(byMinute), maybe(byDay), maybe(byMonth)),
  join(
    fc.constant('FREQ=MINUTELY;INTERVAL='),
    fc.constantFrom('45', '77', '1441'),
    maybe(byHour),
    maybe(byDay),
  ),
)
const start = fc
  .tuple(fc.integer({ min: 0, max: 800 }), fc.integer({ min: 0, max: 95 }))
  .map(([day, quarter]) => (origin + day * dayMs + quarter * 900_000) as Wall)

describe('the shape of a rule', () => {
  it('holds every start of the rule: residues, months, days of the month and periods', () => {
    fc.assert(
      fc.property(text, start, (rule, wall) => {
        const series = seriesOf(rule, wall)
        fc.pre(series !== null)
        const { residues, mask } = ruleShapeOf(series)
        const known = residues === null ? null : new Set(residues.residues)
        const wrong: number[] = []
        for (const found of startsOf(series, 5)) {
          const civil = civilOf(Math.floor(found / dayMs))
          const inResidues = known === null || known.has(modulo(found, residues?.modulusMs ?? 1))
          const inMask =
            mask === null ||
            (((mask.months >> (civilMonth(civil) - 1)) & 1) === 1 &&
              ((mask.monthDays >> (civilDate(civil) - 1)) & 1) === 1 &&
              modulo(found, dayMs) >= mask.timeMinMs &&
              modulo(found, dayMs) <= mask.timeMaxMs &&
              inPhase(series, mask.origin, mask.interval, found))
          if (!inResidues || !inMask) wrong.push(found)
        }
        expect(wrong).toEqual([])
      }),
      { numRuns: 400 },
    )
  })
})

function seriesOf(rule: string, wall: Wall): RuleSeries | null {
  try {
    return new RuleSeries(parseRule(rule), wall, zoneOf('UTC'))
  } catch {
    return null
  }
}

function startsOf(series: RuleSeries, years: number): Float64Array {
  const sink = new WallSink(64, 2_000_000)
  series.fill(series.start, series.start + years * 366 * dayMs, sink)
  return sink.data.subarray(0, sink.length)
}

function inPhase({ walls }: RuleSeries, origin: number, interval: number, wall: number): boolean {
  if (!(walls instanceof CalendarSeries)) return false
  return (walls.periods.indexOf(Math.floor(wall / dayMs)) - origin) % interval === 0
}
