/** Seeded adversarial input: what somebody who wants to block the event loop would hand to the core. */
import { freeSlots, nearestAlternatives } from './availability.ts'
import { applyExceptions } from './exceptions.ts'
import { parseICalendar } from './ical-parse.ts'
import { asInstant, type Instant, instantMax, instantMin } from './instant.ts'
import { IntervalIndex } from './interval-index.ts'
import { compileBusinessHours } from './open-hours.ts'
import { type PreparedSeries, prepareSeries } from './prepared-series.ts'
import { createRecurrence, type Recurrence, type RecurrenceInput } from './recurrence.ts'
import { weekdays } from './rule.ts'
import { parseRule } from './rule-parse.ts'
import { clashesWithIntervals } from './series-against-intervals.ts'
import { conflictsOf, firstSeriesClash } from './series-conflict.ts'
import { firstOutsideOpenHours } from './series-open-hours.ts'
import { selfOverlap } from './series-self-overlap.ts'
import { asWall, parseWall, type Wall } from './wall.ts'
import { isZone, zoneOf } from './zone.ts'

/** One call of the core, with a name that tells it from the others. */
export interface HostileCall {
  readonly name: string
  readonly call: () => unknown
}

/** Whole numbers below a bound, the same in every run (Lehmer's generator modulo 2^31 - 1). */
export function seeded(seed: number): (below: number) => number {
  let state = (seed % 2_147_483_646) + 1
  return (below) => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
}

type Random = (below: number) => number

const zoneIds = [
  'UTC',
  'America/New_York',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Europe/Dublin',
  'Asia/Gaza',
  'Pacific/Apia',
  'America/Scoresbysund',
  'Asia/Kolkata',
  'America/Santiago',
]
const frequencies = ['SECONDLY', 'MINUTELY', 'HOURLY', 'DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY']
const intervals = [
  1, 2, 3, 7, 12, 53, 97, 400, 773, 999, 4800, 20_871, 86_399, 99_991, 499_979, 999_983, 1_000_000,
]

function pick<T>(random: Random, values: readonly T[]): T {
  return values[random(values.length)] as T
}

/** A list of up to `countMax` values; now and then all of them. */
function list(random: Random, min: number, max: number, countMax: number): string {
  if (random(6) === 0) return Array.from({ length: max - min + 1 }, (_, i) => min + i).join(',')
  return Array.from({ length: 1 + random(countMax) }, () => min + random(max - min + 1)).join(',')
}

function signed(random: Random, max: number): string {
  return list(random, 1, max, 4).replace(/\d+/g, (n) => (random(3) === 0 ? `-${n}` : n))
}

/** A rule text: mostly valid, seldom satisfied, sometimes broken. */
export function hostileRule(random: Random): string {
  const frequency = pick(random, frequencies)
  const parts = [`FREQ=${frequency}`]
  const add = (chance: number, name: string, value: () => string): void => {
    if (random(100) < chance) parts.push(`${name}=${value()}`)
  }
  const isLong = frequency === 'MONTHLY' || frequency === 'YEARLY'
  add(65, 'INTERVAL', () => String(pick(random, intervals)))
  add(40, 'BYMONTH', () => list(random, 1, 12, 2))
  if (frequency !== 'WEEKLY') add(35, 'BYMONTHDAY', () => signed(random, 31))
  if (frequency === 'YEARLY') add(15, 'BYWEEKNO', () => signed(random, 53))
  if (!['DAILY', 'WEEKLY', 'MONTHLY'].includes(frequency)) add(15, 'BYYEARDAY', () => signed(random, 366))
  add(45, 'BYDAY', () =>
    Array.from({ length: 1 + random(3) }, () => {
      const ordinal = isLong && random(3) === 0 ? String(random(9) - 4) : ''
      return `${ordinal}${pick(random, weekdays)}`
    }).join(','),
  )
  add(25, 'BYHOUR', () => list(random, 0, 23, 3))
  add(25, 'BYMINUTE', () => list(random, 0, 59, 3))
  add(25, 'BYSECOND', () => list(random, 0, 60, 3))
  add(20, 'BYSETPOS', () => signed(random, pick(random, [2, 30, 366])))
  const end = random(4)
  if (end === 0) parts.push(`COUNT=${pick(random, [1, 1000, 999_999, 1_000_000, 1_000_001])}`)
  if (end === 1) parts.push(`UNTIL=${pick(random, ['99991231T235959Z', '20990101', '50000101T000000'])}`)
  if (random(30) === 0)
    parts.push(pick(random, ['INTERVAL=0', 'BYDAY=9XX', 'FREQ=DAILY', 'X=1', '', ';;', '=']))
  return parts.join(';')
}

/** A text that is hardly ever a rule, a zone, a date or a calendar. */
export function hostileText(random: Random): string {
  const pieces = [
    'FREQ=',
    'DAILY',
    ';',
    ',',
    '-',
    'Europe/',
    '\0',
    '2026-02-30',
    '\r\n ',
    'é',
    '99999999999',
    'P1D',
    ':',
  ]
  const text = Array.from({ length: 1 + random(12) }, () => pick(random, pieces)).join('')
  return random(8) === 0 ? text.repeat(1 + random(4000)) : text
}

/** What a program hands over that did not check its numbers. */
const numbers = [
  0,
  -1,
  0.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  -1e300,
  1e18,
  2 ** 53,
  86_399_999,
  -62_135_596_800_000,
]

/** A series as plain values, to be named and built later. */
interface HostileSeries {
  readonly rules: readonly string[]
  readonly start: string
  readonly zoneId: string
  readonly durationMs: number
}

function hostileSeries(random: Random): HostileSeries {
  const starts = ['1883-11-18T12:03:58', '0001-01-01T00:00:00', '9998-12-31T23:59:59', '2026-01-05T02:30:00']
  return {
    rules: Array.from({ length: random(12) === 0 ? 1 + random(64) : 1 }, () => hostileRule(random)),
    start: random(3) === 0 ? pick(random, starts) : '2026-01-05T01:59:59',
    zoneId: pick(random, zoneIds),
    durationMs: pick(random, [0, 1, 900_000, 3_600_000, 86_400_000, 31 * 86_400_000, 366 * 86_400_000]),
  }
}

function inputOf({ rules, start, zoneId, durationMs }: HostileSeries): RecurrenceInput {
  return {
    start: parseWall(start),
    zone: zoneOf(zoneId),
    durationMs,
    rules: rules.map((text) => parseRule(text)),
  }
}

const at = (text: string): Instant => asInstant(Date.parse(text))

/** Questions to one recurrence; `n` is some number, hardly ever an instant. */
const questions: Readonly<Record<string, (r: Recurrence, n: number) => unknown>> = {
  first: (r) => r.first(),
  last: (r) => r.last(),
  count: (r) => r.count(),
  nextFar: (r) => r.next(at('7777-07-07T00:00:00Z')),
  previousFar: (r) => r.previous(at('9999-07-07T00:00:00Z')),
  between: (r) => r.between(instantMin, instantMax),
  startsBetween: (r) => r.startsBetween(instantMin, instantMax),
  overlapping: (r) => r.overlapping(at('2400-01-01T00:00:00Z'), at('2400-02-01T00:00:00Z')),
  onDate: (r) => r.onDate('2028-02-29'),
  at: (r) => r.at(parseWall('2028-02-29T02:30:00')),
  nextNumber: (r, n) => r.next(n as Instant),
  betweenNumbers: (r, n) => r.between(n as Instant, (n + 86_400_000) as Instant, { budget: n }),
  applyExceptions: (r) => applyExceptions(r, cancelled, instantMin, at('2200-01-01T00:00:00Z')),
}

const cancelled = Array.from({ length: 3000 }, (_, i) => ({
  kind: 'cancelled' as const,
  wallStart: (parseWall('2026-01-05T01:59:59') + i * 86_400_000) as Wall,
}))

const hours = { start: '09:00', end: '18:00', breaks: [{ start: '12:00', end: '13:00' }] }

/** Busy intervals by their number, ascending: made once, so that a call shows what the core does with them. */
const busyBySize = new Map<number, { readonly starts: Float64Array; readonly ends: Float64Array }>()

function busyOf(size: number): { readonly starts: Float64Array; readonly ends: Float64Array } {
  const known = busyBySize.get(size)
  if (known !== undefined) return known
  const starts = Float64Array.from({ length: size }, (_, i) => at('2026-01-05T00:00:00Z') + i * 1_800_001)
  const busy = { starts, ends: starts.map((start) => start + 900_000) }
  busyBySize.set(size, busy)
  return busy
}

function busyIndex(size: number): IntervalIndex {
  const { starts, ends } = busyOf(size)
  return new IntervalIndex(starts, ends)
}

const comparisons: Readonly<Record<string, (a: PreparedSeries, b: PreparedSeries) => unknown>> = {
  prepareSeries: (a) => a,
  firstSeriesClash: (a, b) => firstSeriesClash(a, b),
  selfOverlap: (a) => selfOverlap(a),
  conflictsOf: (a, b) => conflictsOf(a, [b, a, b, a, b, a, b, a]),
  firstOutsideOpenHours: (a) =>
    firstOutsideOpenHours(a, compileBusinessHours(hours, zoneOf('Europe/London'))),
  clashesWithIntervals: (a) => clashesWithIntervals(a, busyIndex(2000)),
}

function recurrenceCall(random: Random): HostileCall {
  const series = hostileSeries(random)
  const [name, ask] = pick(random, Object.entries(questions))
  const n = pick(random, numbers)
  return { name: `${name} ${JSON.stringify(series)}`, call: () => ask(createRecurrence(inputOf(series)), n) }
}

function comparisonCall(random: Random): HostileCall {
  const a = hostileSeries(random)
  const b = hostileSeries(random)
  const [name, compare] = pick(random, Object.entries(comparisons))
  const call = (): unknown => compare(prepareSeries(inputOf(a)), prepareSeries(inputOf(b)))
  return { name: `${name} ${JSON.stringify(a)} ${JSON.stringify(b)}`, call }
}

function textCall(random: Random): HostileCall {
  const text = hostileText(random)
  const n = pick(random, numbers)
  const readers: Readonly<Record<string, () => unknown>> = {
    parseRule: () => parseRule(text),
    zoneOf: () => zoneOf(text),
    isZone: () => isZone(text),
    parseWall: () => parseWall(text),
    parseICalendar: () => parseICalendar(`DTSTART:20260105T090000Z\r\nRDATE:${text}`),
    asWall: () => asWall(n),
    asInstant: () => asInstant(n),
  }
  const [name, call] = pick(random, Object.entries(readers))
  return { name: `${name} ${JSON.stringify(text.slice(0, 80))} ${n}`, call }
}

function availabilityCall(random: Random): HostileCall {
  const zoneId = pick(random, zoneIds)
  const size = pick(random, [0, 10, 100_000])
  const durationMs = pick(random, [1, 900_000, 1_800_000, 86_400_000])
  const stepMs = pick(random, [1, 7, 1_800_000, 86_400_000])
  const isClosed = random(2) === 0
  busyOf(size)
  const name = random(2) === 0 ? 'freeSlots' : 'nearestAlternatives'
  const call = (): unknown => {
    const open = compileBusinessHours({ ...hours, ...(isClosed ? { days: [] } : {}) }, zoneOf(zoneId))
    const search = { open, busy: busyOf(size), durationMs, stepMs }
    if (name === 'freeSlots') {
      return freeSlots({ ...search, from: at('2026-01-01T00:00:00Z'), to: at('2036-01-01T00:00:00Z') })
    }
    const around = at('2026-01-20T14:00:00Z')
    return nearestAlternatives({
      ...search,
      around,
      count: 100,
      searchFrom: instantMin,
      searchTo: instantMax,
    })
  }
  return { name: `${name} ${zoneId} ${size} busy ${durationMs} ${stepMs} ${isClosed ? 'closed' : ''}`, call }
}

/** The calls of one seed: rules, pairs of series, texts and numbers, searches for free time. */
export function hostileCalls(seed: number, count: number): HostileCall[] {
  const random = seeded(seed)
  const makers = [recurrenceCall, recurrenceCall, recurrenceCall, comparisonCall, comparisonCall, textCall]
  return Array.from({ length: count }, () =>
    random(40) === 0 ? availabilityCall(random) : pick(random, makers)(random),
  )
}

/** Rules with few instances among many steps: each way to look for them has its own loop. */
const laboriousRules = [
  'FREQ=SECONDLY;INTERVAL=86399;BYMONTH=1,8',
  'FREQ=SECONDLY;INTERVAL=86399;BYSECOND=0,48,9',
  'FREQ=SECONDLY;INTERVAL=999983;BYDAY=MO,SU;BYHOUR=15,22;COUNT=1000000',
  'FREQ=SECONDLY;INTERVAL=20871;BYDAY=TH,TU;BYMINUTE=46,7;COUNT=999999',
  'FREQ=MINUTELY;INTERVAL=4800;BYDAY=SU,MO',
  'FREQ=MINUTELY;INTERVAL=97;BYMONTH=12,11;UNTIL=99991231T235959Z',
  'FREQ=HOURLY;INTERVAL=97;BYMONTHDAY=25,-30,9,-8;COUNT=1000000',
  'FREQ=DAILY;INTERVAL=2;BYDAY=SA,WE',
  'FREQ=WEEKLY;BYMONTH=1,6;BYHOUR=7,8',
]

/** Every question and every comparison with rules that take long to answer for. */
export function laboriousCalls(): HostileCall[] {
  const seriesOf = (rule: string): HostileSeries => {
    return {
      rules: [rule],
      start: '2026-01-05T01:59:59',
      zoneId: 'Europe/Dublin',
      durationMs: 31 * 86_400_000,
    }
  }
  return laboriousRules.flatMap((rule, i) => {
    const a = seriesOf(rule)
    const b = seriesOf(laboriousRules[(i + 1) % laboriousRules.length] as string)
    const asked = Object.entries(questions).map(([name, ask]) => ({
      name: `${name} ${rule}`,
      call: () => ask(createRecurrence(inputOf(a)), 86_399_999),
    }))
    const compared = Object.entries(comparisons).map(([name, compare]) => ({
      name: `${name} ${rule}`,
      call: () => compare(prepareSeries(inputOf(a)), prepareSeries(inputOf(b))),
    }))
    return [...asked, ...compared]
  })
}
