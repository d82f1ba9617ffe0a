import { civilOf, civilYear, dayMs } from './civil.ts'
import { modulo } from './congruence.ts'
import { CoreError } from './errors.ts'
import { asInstant, type Instant } from './instant.ts'
import type { Interval } from './interval.ts'
import { IntervalIndex } from './interval-index.ts'
import { alternativesMax, freeSlotsMax } from './limits.ts'
import { type OpenHours, openIntervalsOf } from './open-hours.ts'
import { metered, spendSteps } from './work-budget.ts'
import type { Zone } from './zone.ts'

/**
 * What is taken: an index over the busy intervals, or its two arrays, epoch ms, ascending by start or not.
 * @example
 * const busy: Busy = { starts: Float64Array.of(1000), ends: Float64Array.of(2000) }
 * busy.starts.length // => 1
 */
export type Busy = IntervalIndex | { readonly starts: Float64Array; readonly ends: Float64Array }

/**
 * What `freeSlots` is asked: the window, what is open and busy in it, and the length and grid of a slot.
 * @example
 * const query: FreeSlotsQuery = {
 *   open: compileBusinessHours(null, zoneOf('UTC')),
 *   busy: new IntervalIndex(new Float64Array(0), new Float64Array(0)),
 *   from: asInstant(0),
 *   to: asInstant(7_200_000),
 *   durationMs: 3_600_000,
 *   stepMs: 1_800_000,
 * }
 * freeSlots(query).length // => 3
 */
export interface FreeSlotsQuery {
  readonly open: OpenHours
  readonly busy: Busy
  /** The window: every slot lies wholly inside [from, to). */
  readonly from: Instant
  readonly to: Instant
  /** Length of a slot, ms, a positive integer. */
  readonly durationMs: number
  /** Slots begin at local midnight plus whole steps; ms, 1 to 86,400,000. */
  readonly stepMs: number
  /** Most slots returned; 10,000 when absent and at most. */
  readonly slotsMax?: number
}

/**
 * What `nearestAlternatives` is asked: the start that was wanted, what is open and busy, and how many are wanted.
 * @example
 * const query: NearestAlternativesQuery = {
 *   open: compileBusinessHours(null, zoneOf('UTC')),
 *   busy: { starts: Float64Array.of(0), ends: Float64Array.of(3_600_000) },
 *   around: asInstant(0),
 *   durationMs: 3_600_000,
 *   stepMs: 3_600_000,
 *   count: 1,
 *   searchFrom: asInstant(0),
 *   searchTo: asInstant(86_400_000),
 * }
 * nearestAlternatives(query) // => [{ start: 3_600_000, end: 7_200_000 }]
 */
export interface NearestAlternativesQuery {
  readonly open: OpenHours
  readonly busy: Busy
  /** The start that was wanted; nearness is measured from it. */
  readonly around: Instant
  /** Length of the booking, ms, a positive integer. */
  readonly durationMs: number
  /** Alternatives begin at local midnight plus whole steps; ms, 1 to 86,400,000. */
  readonly stepMs: number
  /** How many are wanted, 0 to 100. */
  readonly count: number
  /** No alternative begins before it: usually the present. */
  readonly notBefore?: Instant
  /** Alternatives lie wholly inside [searchFrom, searchTo). Busy intervals must be complete for it. */
  readonly searchFrom: Instant
  readonly searchTo: Instant
}

/** What a turn of a search for a slot costs, and laying out a week of opening hours, in steps of about 50 ns. */
const slotSteps = 10
const weekSteps = 50

/** Opening hours are laid out this many days at a time. */
const chunkMs = 7 * dayMs

/**
 * Every free slot of the given length on the step grid, ascending; slots overlap when the step is shorter
 * than the slot. Free means wholly inside one open stretch and clear of everything busy.
 * @throws CoreError `invalid_interval` for an empty window or a bad length or step, `invalid_instant` for an end of
 *   the window that is none, `budget_exceeded` when the window spans more days than `openDaysMax`, or for more than some 12,500 slots and busy stretches
 *   (`withSteps` allows more)
 * @example
 * const open = compileBusinessHours({ start: '09:00', end: '12:00' }, zoneOf('UTC'))
 * const nine = asInstant(Date.UTC(2026, 0, 5, 9))
 * const busy = new IntervalIndex(Float64Array.of(nine), Float64Array.of(nine + 3_600_000))
 * const day = { from: asInstant(nine), to: asInstant(nine + 24 * 3_600_000 - 1) }
 * const free = freeSlots({ open, busy, ...day, durationMs: 3_600_000, stepMs: 3_600_000 })
 * free.map(({ start }) => new Date(start).getUTCHours()) // => [10, 11]
 */
export function freeSlots(query: FreeSlotsQuery): Interval[] {
  checkGrid(query.durationMs, query.stepMs)
  asInstant(query.from)
  asInstant(query.to)
  return metered(() => allFreeSlots(query))
}

function allFreeSlots(query: FreeSlotsQuery): Interval[] {
  const { open, from, to, durationMs, stepMs } = query
  const max = Math.min(query.slotsMax ?? freeSlotsMax, freeSlotsMax)
  const busy = indexOf(query.busy)
  const found: Interval[] = []
  for (const stretch of openIntervalsOf(open, from, to)) {
    let at = nextSlot(open.zone, busy, stretch.start, stretch, durationMs, stepMs)
    while (at !== null && found.length < max) {
      found.push({ start: at, end: (at + durationMs) as Instant })
      at = nextSlot(open.zone, busy, (at + 1) as Instant, stretch, durationMs, stepMs)
    }
    if (found.length >= max) break
  }
  return found
}

/**
 * The free intervals nearest to a wanted start, nearest first (of two equally near ones the later), on the
 * step grid, inside opening hours. Searches lazily, a week at a time in both directions, and stops as soon as
 * nothing nearer can follow.
 * @throws CoreError `invalid_interval` for a bad length, step or count, `invalid_instant` for a time that is none,
 *   `budget_exceeded` when nothing is found in some ninety years (`withSteps` allows more)
 * @example
 * const open = compileBusinessHours({ start: '09:00', end: '12:00' }, zoneOf('UTC'))
 * const nine = asInstant(Date.UTC(2026, 0, 5, 9))
 * const busy = new IntervalIndex(Float64Array.of(nine), Float64Array.of(nine + 3_600_000))
 * const search = { searchFrom: asInstant(nine), searchTo: asInstant(nine + 48 * 3_600_000) }
 * const grid = { durationMs: 3_600_000, stepMs: 1_800_000, count: 2 }
 * const found = nearestAlternatives({ open, busy, around: nine, ...grid, ...search })
 * found.map(({ start }) => new Date(start).toISOString().slice(11, 16)) // => ['10:00', '10:30']
 */
export function nearestAlternatives(query: NearestAlternativesQuery): Interval[] {
  const { durationMs, stepMs, count, searchFrom, searchTo } = query
  checkGrid(durationMs, stepMs)
  if (!Number.isInteger(count) || count < 0 || count > alternativesMax) {
    throw new CoreError('invalid_interval', `count must be 0 to ${alternativesMax}, got ${count}.`)
  }
  for (const instant of [query.around, searchFrom, searchTo, query.notBefore ?? searchFrom])
    asInstant(instant)
  const from = Math.max(searchFrom, query.notBefore ?? searchFrom) as Instant
  if (from + durationMs > searchTo || count === 0) return []
  return metered(() => nearestFrom(query, from))
}

function nearestFrom(query: NearestAlternativesQuery, from: Instant): Interval[] {
  const { around, durationMs, stepMs, count, searchTo } = query
  const found: Interval[] = []
  const search = { open: query.open, busy: indexOf(query.busy), durationMs, stepMs, from, to: searchTo }
  const later = slotsAfter(search, around)
  const earlier = slotsBefore(search, around)
  let next = later.next()
  let previous = earlier.next()
  while (found.length < count && !(next.done && previous.done)) {
    const forward =
      previous.done || (!next.done && next.value - around <= around - previous.value) ? next : previous
    const start = forward.value as Instant
    found.push({ start, end: (start + durationMs) as Instant })
    if (forward === next) next = later.next()
    else previous = earlier.next()
  }
  return found
}

interface Search {
  readonly open: OpenHours
  readonly busy: IntervalIndex
  readonly durationMs: number
  readonly stepMs: number
  readonly from: Instant
  readonly to: Instant
}

/** Free starts at or after `around`, ascending, laid out one week of starts at a time. */
function* slotsAfter(search: Search, around: Instant): Generator<Instant, undefined> {
  const { open, busy, durationMs, stepMs, to } = search
  for (let from = Math.max(around, search.from); from + durationMs <= to; from += chunkMs) {
    const until = Math.min(from + chunkMs - 1 + durationMs, to)
    spendSteps(weekSteps)
    for (const stretch of openIntervalsOf(open, from as Instant, until as Instant)) {
      let at = nextSlot(open.zone, busy, stretch.start, stretch, durationMs, stepMs)
      while (at !== null) {
        yield at
        at = nextSlot(open.zone, busy, (at + 1) as Instant, stretch, durationMs, stepMs)
      }
    }
  }
  return undefined
}

/** Free starts before `around`, descending. */
function* slotsBefore(search: Search, around: Instant): Generator<Instant, undefined> {
  const { open, busy, durationMs, stepMs, from } = search
  for (let last = Math.min(around - 1, search.to - durationMs); last >= from; last -= chunkMs) {
    const first = Math.max(last - chunkMs + 1, from)
    spendSteps(weekSteps)
    const stretches = openIntervalsOf(open, first as Instant, (last + durationMs) as Instant)
    for (const stretch of stretches.reverse()) {
      let at = previousSlot(
        open.zone,
        busy,
        (stretch.end - durationMs) as Instant,
        stretch,
        durationMs,
        stepMs,
      )
      while (at !== null) {
        yield at
        at = previousSlot(open.zone, busy, (at - 1) as Instant, stretch, durationMs, stepMs)
      }
    }
  }
  return undefined
}

/** The first free grid start >= from inside the stretch, or null. Each turn passes one busy run. */
function nextSlot(
  zone: Zone,
  busy: IntervalIndex,
  from: Instant,
  stretch: Interval,
  durationMs: number,
  stepMs: number,
): Instant | null {
  let at = gridAtOrAfter(zone, from, stepMs)
  for (;;) {
    spendSteps(slotSteps)
    const free = busy.firstFree(at, stretch.end, durationMs)
    if (free === null || free === at) return free as Instant | null
    at = gridAtOrAfter(zone, free as Instant, stepMs)
  }
}

/** The last free grid start <= from inside the stretch, or null. */
function previousSlot(
  zone: Zone,
  busy: IntervalIndex,
  from: Instant,
  stretch: Interval,
  durationMs: number,
  stepMs: number,
): Instant | null {
  let at = gridAtOrBefore(zone, from, stepMs)
  for (;;) {
    spendSteps(slotSteps)
    const free = busy.lastFree(stretch.start, at + durationMs, durationMs)
    if (free === null || free === at) return free as Instant | null
    at = gridAtOrBefore(zone, free as Instant, stepMs)
  }
}

/**
 * The first instant >= from whose local time is on the grid. Where the clock jumps before the grid time aimed at, the
 * search goes on from the jump: what it jumps to may be on the grid, or come before the next grid time.
 */
function gridAtOrAfter(zone: Zone, from: Instant, stepMs: number): Instant {
  let at: number = from
  for (;;) {
    const wall = zone.wallOf(at as Instant)
    const ofDay = modulo(wall, dayMs)
    if (ofDay % stepMs === 0) return at as Instant
    const target = wall - ofDay + Math.min((Math.floor(ofDay / stepMs) + 1) * stepMs, dayMs)
    const aimed = at + (target - wall)
    if (zone.wallOf(aimed as Instant) === target) return aimed as Instant
    at = jumpsIn(zone, at, aimed)[0] ?? aimed
  }
}

/** The last instant <= from whose local time is on the grid. */
function gridAtOrBefore(zone: Zone, from: Instant, stepMs: number): Instant {
  let at: number = from
  for (;;) {
    const wall = zone.wallOf(at as Instant)
    const ofDay = modulo(wall, dayMs)
    if (ofDay % stepMs === 0) return at as Instant
    const target = wall - (ofDay % stepMs)
    const aimed = at - (wall - target)
    if (zone.wallOf(aimed as Instant) === target) return aimed as Instant
    const jump = jumpsIn(zone, aimed, at).at(-1)
    at = jump === undefined ? aimed : jump - 1
  }
}

/** The instants in (from, to] at which the clock jumps, ascending. */
function jumpsIn(zone: Zone, from: number, to: number): number[] {
  const years = new Set([from, to].map((ms) => civilYear(civilOf(Math.floor(ms / dayMs)))))
  const instants = Array.from(years).flatMap((year) => zone.transitionsOf(year).map(({ instant }) => instant))
  return instants.filter((instant) => instant > from && instant <= to)
}

function indexOf(busy: Busy): IntervalIndex {
  return busy instanceof IntervalIndex ? busy : new IntervalIndex(busy.starts, busy.ends)
}

function checkGrid(durationMs: number, stepMs: number): void {
  if (!Number.isSafeInteger(durationMs) || durationMs < 1) {
    throw new CoreError('invalid_interval', `durationMs must be a positive integer, got ${durationMs}.`)
  }
  if (!Number.isSafeInteger(stepMs) || stepMs < 1 || stepMs > dayMs) {
    throw new CoreError('invalid_interval', `stepMs must be 1 to ${dayMs}, got ${stepMs}.`)
  }
}
