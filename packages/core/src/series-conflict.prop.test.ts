import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayMs, yearStart } from './civil.ts'
import { applyExceptions, type Exception } from './exceptions.ts'
import type { Instant } from './instant.ts'
import { firstClashOf } from './interval-join.ts'
import { type PreparedSeries, prepareSeries, type SeriesInput } from './prepared-series.ts'
import { createRecurrence, type Occurrence } from './recurrence.ts'
import { parseRule } from './rule-parse.ts'
import { firstSeriesClash, type SeriesVerdict } from './series-conflict.ts'
import type { Wall } from './wall.ts'
import { zoneOf } from './zone.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const origin = yearStart(2026) * dayMs
/** Random pairs are not what the default budget is for. */
const ample = { budget: 5_000_000 }

const zoneIds = [
  'UTC',
  'America/New_York',
  'Europe/London',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
] as const
const days = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const
const list = <T>(values: readonly T[], max: number) =>
  fc.subarray([...values], { minLength: 1, maxLength: max })
const part = (name: string, values: fc.Arbitrary<readonly (string | number)[]>) =>
  fc.option(
    values.map((v) => `;${name}=${v.join(',')}`),
    { nil: '', freq: 1 },
  )
const interval = fc.constantFrom(1, 1, 1, 2, 2, 3, 4, 5, 7).map((n) => (n === 1 ? '' : `;INTERVAL=${n}`))
const byDay = part('BYDAY', list(days, 4))
const nthDay = fc
  .tuple(fc.constantFrom(1, 2, 3, 4, 5, -1, -2), fc.constantFrom(...days))
  .map(([n, d]) => `;BYDAY=${n}${d}`)
const byMonthDay = list([1, 5, 13, 15, 20, 28, 29, 30, 31, -1, -3], 3).map(
  (v) => `;BYMONTHDAY=${v.join(',')}`,
)
const byMonth = part('BYMONTH', list([1, 2, 3, 4, 6, 7, 10, 11, 12], 4))
const byHour = part('BYHOUR', list([0, 1, 2, 3, 9, 10, 14, 23], 2))
const joined = (...parts: fc.Arbitrary<string>[]) => fc.tuple(...parts).map((p) => p.join(''))

const ruleText = fc.oneof(
  joined(fc.constant('FREQ=DAILY'), interval, byMonth, byHour),
  joined(fc.constant('FREQ=WEEKLY'), interval, byDay, byHour),
  joined(fc.constant('FREQ=WEEKLY'), interval, byDay, byMonth),
  joined(fc.constant('FREQ=MONTHLY'), interval, fc.oneof(nthDay, byMonthDay, fc.constant('')), byHour),
  joined(fc.constant('FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS='), fc.constantFrom('1', '-1', '2')),
  joined(fc.constant('FREQ=YEARLY'), interval, byMonth, fc.oneof(nthDay, byMonthDay, fc.constant(''))),
  joined(fc.constant('FREQ=HOURLY;INTERVAL='), fc.constantFrom('5', '7', '11', '25', '36')),
)
const ending = fc.oneof(
  { arbitrary: fc.constant(''), weight: 4 },
  { arbitrary: fc.integer({ min: 1, max: 60 }).map((n) => `;COUNT=${n}`), weight: 1 },
  { arbitrary: fc.constantFrom(';UNTIL=20270611T000000Z', ';UNTIL=20301224T120000Z'), weight: 1 },
)
const start = fc
  .tuple(
    fc.integer({ min: 0, max: 400 }),
    fc.oneof(fc.integer({ min: 0, max: 47 }), fc.integer({ min: 0, max: 8 }), fc.constantFrom(18, 20)),
  )
  .map(([day, half]) => (origin + day * dayMs + half * 30 * minuteMs) as Wall)
const duration = fc.constantFrom(
  30 * minuteMs,
  hourMs,
  hourMs,
  90 * minuteMs,
  8 * hourMs,
  dayMs,
  3 * dayMs,
  20 * dayMs,
)

const seriesInput = (zones: readonly string[]): fc.Arbitrary<SeriesInput | null> =>
  fc
    .record({
      text: joined(ruleText, ending),
      start,
      durationMs: duration,
      zoneId: fc.constantFrom(...zones),
      changes: fc.array(
        fc.record({
          nth: fc.integer({ min: 0, max: 30 }),
          kind: fc.constantFrom('cancelled', 'modified', 'exdate'),
          moveHours: fc.integer({ min: -60, max: 60 }),
        }),
        { maxLength: 4 },
      ),
      dates: fc.array(start, { maxLength: 2 }),
      added: fc.array(fc.integer({ min: 0, max: 3000 }), { maxLength: 1 }),
    })
    .map(({ text, start, durationMs, zoneId, changes, dates, added }) => {
      const base = { start, durationMs, zone: zoneOf(zoneId), rules: [parseRule(text)] }
      try {
        const first = [...take(createRecurrence(base), 31)]
        const picked = new Map(changes.map((c) => [first[c.nth]?.wallStart, { ...c, at: first[c.nth] }]))
        const exceptions: Exception[] = added.map((n) => {
          const at = (origin + n * 7 * hourMs) as Instant
          return { kind: 'added', start: at, end: (at + hourMs) as Instant }
        })
        const exdates: Wall[] = []
        for (const { kind, moveHours, at } of picked.values()) {
          if (at === undefined) continue
          if (kind === 'exdate') exdates.push(at.wallStart)
          else if (kind === 'cancelled') exceptions.push({ kind, wallStart: at.wallStart })
          else {
            const moved = (at.start + moveHours * hourMs) as Instant
            exceptions.push({ kind: 'modified', wallStart: at.wallStart, start: moved })
          }
        }
        return { ...base, exceptions, exdates, rdates: dates }
      } catch {
        return null
      }
    })

/** All-day series; clocks of some of the zones change at midnight. */
const wholeDays = fc
  .record({
    text: joined(
      fc.oneof(
        joined(fc.constant('FREQ=DAILY'), interval, byDay),
        joined(fc.constant('FREQ=WEEKLY'), interval, byDay),
        joined(fc.constant('FREQ=MONTHLY'), interval, fc.oneof(nthDay, byMonthDay, fc.constant(''))),
      ),
      fc.constantFrom('', '', '', ';COUNT=40', ';UNTIL=20270611'),
    ),
    day: fc.integer({ min: 0, max: 400 }),
    days: fc.constantFrom(1, 1, 1, 2, 3, 8),
    zoneId: fc.constantFrom(...zoneIds, 'America/Havana', 'America/Santiago'),
    left: fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 3 }),
  })
  .map(({ text, day, days, zoneId, left }): SeriesInput | null => {
    const exdates = left.map((n) => (origin + n * dayMs) as Wall)
    const start = (origin + day * dayMs) as Wall
    const zone = zoneOf(zoneId)
    const input = { start, zone, durationMs: days * dayMs, rules: [parseRule(text)], exdates }
    try {
      createRecurrence(input)
      return { ...input, startKind: 'date' }
    } catch {
      return null
    }
  })

function* take(source: Iterable<Occurrence>, count: number): Generator<Occurrence> {
  let left = count
  for (const item of source) {
    if (left-- === 0) return
    yield item
  }
}

/** What really takes place, from the recurrence and its exceptions alone. */
function effective(series: PreparedSeries, input: SeriesInput, to: number): Occurrence[] {
  const all = applyExceptions(
    series.recurrence,
    input.exceptions ?? [],
    (origin - 1000 * dayMs) as Instant,
    to as Instant,
    ample,
  )
  return all.filter((o) => o.status !== 'cancelled' && o.end > o.start)
}

function oracle(a: readonly Occurrence[], b: readonly Occurrence[], from: number): number {
  const flat = (all: readonly Occurrence[]) => {
    const live = all.filter((o) => o.end > from)
    return {
      starts: Float64Array.from(live, (o) => o.start),
      ends: Float64Array.from(live, (o) => o.end),
    }
  }
  const [left, right] = [flat(a), flat(b)]
  const found = firstClashOf(left, right)
  return found === null
    ? Number.POSITIVE_INFINITY
    : Math.max(from, left.starts[found.a]!, right.starts[found.b]!)
}

const overlap = ({ a, b }: { a: Occurrence; b: Occurrence }) => a.start < b.end && b.start < a.end
const at = (verdict: SeriesVerdict, from: number) =>
  verdict.disjointForever
    ? Number.POSITIVE_INFINITY
    : Math.max(from, verdict.clash.a.start, verdict.clash.b.start)

function check(inputA: SeriesInput, inputB: SeriesInput, years: number, from: number): void {
  const a = prepareSeries(inputA)
  const b = prepareSeries(inputB)
  const options = { ...ample, from: from as Instant }
  const verdict = firstSeriesClash(a, b, options)
  const found = at(verdict, from)
  const end = Number.isFinite(found) ? Math.min(found + dayMs, origin + 80 * 365 * dayMs) : 0
  const horizon = Math.max(origin + years * 365 * dayMs, end)
  const [allA, allB] = [effective(a, inputA, horizon), effective(b, inputB, horizon)]
  const expected = oracle(allA, allB, from)
  if (found < horizon || expected < horizon) expect(found).toBe(expected)
  if (!verdict.disjointForever) {
    expect(overlap(verdict.clash)).toBe(true)
    if (found < horizon) {
      expect(allA.some((o) => o.start === verdict.clash.a.start && o.end === verdict.clash.a.end)).toBe(true)
      expect(allB.some((o) => o.start === verdict.clash.b.start && o.end === verdict.clash.b.end)).toBe(true)
    }
  }
  expect(at(firstSeriesClash(b, a, options), from)).toBe(found)
}

const froms = fc.constantFrom(origin - 1000 * dayMs, origin + 90 * dayMs, origin + 437 * dayMs + 5 * hourMs)

describe('series against series', () => {
  it('agrees with a sweep of the actual occurrences, whatever the rules, exceptions and zones', () => {
    fc.assert(
      fc.property(seriesInput(zoneIds), seriesInput(zoneIds), froms, (a, b, from) => {
        fc.pre(a !== null && b !== null)
        check(a, b, 4, from)
      }),
      { numRuns: 100 },
    )
  })

  it('agrees within one zone, where transitions are the only irregularity', () => {
    const oneZone = fc
      .constantFrom(...zoneIds.slice(1))
      .chain((id) => fc.tuple(seriesInput([id]), seriesInput([id])))
    fc.assert(
      fc.property(oneZone, froms, ([a, b], from) => {
        fc.pre(a !== null && b !== null)
        check(a, b, 4, from)
      }),
      { numRuns: 100 },
    )
  })

  it('agrees over the whole joint period of plain weekly and daily rules in a fixed zone', () => {
    const plain = fc
      .record({
        text: fc.oneof(
          joined(fc.constant('FREQ=DAILY'), interval, byHour),
          joined(fc.constant('FREQ=WEEKLY'), interval, byDay, byHour),
        ),
        start,
        durationMs: duration,
      })
      .map(({ text, start, durationMs }) => ({
        start,
        durationMs,
        zone: zoneOf('UTC'),
        rules: [parseRule(text)],
      }))
    fc.assert(
      fc.property(plain, plain, (a, b) => {
        check(a, b, 5, origin)
      }),
      { numRuns: 120 },
    )
  })

  it('agrees for series of whole local days, of 23 hours and of 25 too', () => {
    const inOneZone = fc
      .tuple(wholeDays, wholeDays)
      .map(([a, b]) => [a, a && b && { ...b, zone: a.zone }] as const)
    const mixed = fc.tuple(wholeDays, fc.oneof(wholeDays, seriesInput(zoneIds)))
    fc.assert(
      fc.property(fc.oneof(inOneZone, mixed), froms, ([a, b], from) => {
        fc.pre(a !== null && b !== null)
        check(a, b, 4, from)
      }),
      { numRuns: 150 },
    )
  })

  it('agrees for back-to-back series that only a transition can push into each other', () => {
    const halves = fc.integer({ min: 1, max: 8 })
    const night = fc.record({
      zoneId: fc.constantFrom(...zoneIds.slice(1)),
      otherZone: fc.option(fc.constantFrom(...zoneIds), { freq: 4 }),
      startHalf: fc.oneof(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 30, max: 47 })),
      lengthA: fc.oneof(halves, fc.constantFrom(46, 47, 48)),
      lengthB: halves,
      gapHalves: fc.constantFrom(0, 0, 0, 1, 2),
      rule: fc.constantFrom(
        'FREQ=DAILY',
        'FREQ=WEEKLY;BYDAY=SU',
        'FREQ=WEEKLY;BYDAY=SA,SU',
        'FREQ=MONTHLY;BYDAY=2SU',
      ),
      weekday: fc.constantFrom('FREQ=DAILY', 'FREQ=WEEKLY;BYDAY=SU', 'FREQ=WEEKLY;BYDAY=SU,MO'),
    })
    fc.assert(
      fc.property(night, (n) => {
        const zone = zoneOf(n.zoneId)
        const other = zoneOf(n.otherZone ?? n.zoneId)
        const startA = origin + n.startHalf * 30 * minuteMs
        const after = zone.instantOf((startA + (n.lengthA + n.gapHalves) * 30 * minuteMs) as Wall)
        const a = {
          start: startA as Wall,
          durationMs: n.lengthA * 30 * minuteMs,
          zone,
          rules: [parseRule(n.rule)],
        }
        const b = { start: other.wallOf(after), durationMs: n.lengthB * 30 * minuteMs, zone: other }
        check(a, { ...b, rules: [parseRule(n.weekday)] }, 2, origin)
      }),
      { numRuns: 120 },
    )
  })

  it('agrees for calendar rules at one time of day, which may share a date or not', () => {
    const dated = fc
      .record({
        text: fc.oneof(
          joined(fc.constant('FREQ=MONTHLY'), interval, fc.oneof(nthDay, byMonthDay, fc.constant(''))),
          joined(
            fc.constant('FREQ=YEARLY'),
            interval,
            byMonth,
            fc.oneof(nthDay, byMonthDay, fc.constant('')),
          ),
          joined(fc.constant('FREQ=DAILY'), byMonth, byMonthDay),
          joined(fc.constant('FREQ=WEEKLY'), byDay, byMonth),
        ),
        day: fc.integer({ min: 0, max: 400 }),
        half: fc.constantFrom(46, 47, 0, 1),
        durationMs: fc.constantFrom(30 * minuteMs, hourMs, 90 * minuteMs),
      })
      .map(({ text, day, half, durationMs }) => ({
        start: (origin + day * dayMs + half * 30 * minuteMs) as Wall,
        durationMs,
        zone: zoneOf('UTC'),
        rules: [parseRule(text)],
      }))
    const possible = (input: SeriesInput) => {
      try {
        return prepareSeries(input) !== null
      } catch {
        return false
      }
    }
    fc.assert(
      fc.property(dated, dated, (a, b) => {
        fc.pre(possible(a) && possible(b))
        check(a, b, 9, origin)
      }),
      { numRuns: 150 },
    )
  })

  it('cancelling a clashing occurrence moves the first clash later, and shifting both moves it along', () => {
    fc.assert(
      fc.property(
        seriesInput(['UTC']),
        seriesInput(['UTC']),
        fc.integer({ min: 1, max: 40 }),
        (a, b, weeks) => {
          fc.pre(a !== null && b !== null)
          const [left, right] = [prepareSeries(a), prepareSeries(b)]
          const verdict = firstSeriesClash(left, right, ample)
          if (verdict.disjointForever) return
          const { clash } = verdict
          const keyed = (a.exceptions ?? []).some(
            (e) => e.kind !== 'added' && e.wallStart === clash.a.wallStart,
          )
          const isOwn = left.recurrence.at(clash.a.wallStart) !== null
          if (!keyed && isOwn && !(a.rdates ?? []).includes(clash.a.wallStart)) {
            const cancelled: Exception = { kind: 'cancelled', wallStart: clash.a.wallStart }
            const less = prepareSeries({ ...a, exceptions: [...(a.exceptions ?? []), cancelled] })
            expect(at(firstSeriesClash(less, right, ample), 0)).toBeGreaterThanOrEqual(at(verdict, 0))
          }
          const isSteppingOnly = (s: SeriesInput) =>
            /^FREQ=(DAILY|WEEKLY)/.test(s.rules[0]!.frequency === 'WEEKLY' ? 'FREQ=WEEKLY' : '') &&
            s.rules[0]!.byMonth === null &&
            s.rules[0]!.until === null
          if (!isSteppingOnly(a) || !isSteppingOnly(b)) return
          const plain = (s: SeriesInput, by: number) =>
            prepareSeries({
              start: (s.start + by) as Wall,
              durationMs: s.durationMs,
              zone: s.zone,
              rules: s.rules,
            })
          const shift = weeks * 7 * dayMs
          const still = at(firstSeriesClash(plain(a, 0), plain(b, 0), ample), 0)
          expect(at(firstSeriesClash(plain(a, shift), plain(b, shift), ample), 0)).toBe(still + shift)
        },
      ),
      { numRuns: 100 },
    )
  })
})
