/**
 * Offsets of one zone as integers, built lazily one year at a time. The source is `offsetAt`, an exact but slow
 * function (about 0.8 µs a call); a year costs 26 probes and a few more for each transition found.
 *
 * Probes lie at most 15 days apart: the shortest regimes known (Morocco's Ramadan) last about 30 days. From
 * `regularYear` on, zone rules are those of a POSIX TZ string, which depend only on the length of the year and the
 * weekday of 1 January, so 14 template years serve all others. Before `firstYear` no zone had left its local mean
 * time.
 */
import { dayMs, isLeapYear, weekdayOf, yearStart } from './civil.ts'
import { modulo } from './congruence.ts'

const probeMs = 15 * dayMs
/** Each year knows the transitions this far beyond its edges, so that walls and instants near them need no neighbour. */
export const edgeMs = 2 * dayMs
export const firstYear = 1800

/**
 * First year from which transitions depend only on the kind of the year: the tz data writes single transitions out
 * up to 2087 (Morocco) and rules from there on.
 */
export const regularYear = 2100

const quarterHour = 900
const weekMs = 7 * dayMs

export const shiftNone = 0
export const shiftGap = 1
const shiftFold = 2

/**
 * One year of a zone. `offsets[0]` holds before `instants[0]`, `offsets[i + 1]` from `instants[i]` on.
 * The wall axis is cut into segments: from `wallStarts[i]` (the first is -Infinity) a wall minus `wallOffsets[i]` is
 * its instant. Segments inside a gap keep the offset before it, which moves them forward by the gap; segments that
 * happen twice keep the offset before the fold, which is the first of the two.
 */
export interface ZoneYear {
  readonly startMs: number
  readonly endMs: number
  readonly instants: Float64Array
  readonly offsets: Float64Array
  readonly wallStarts: Float64Array
  readonly wallOffsets: Float64Array
  readonly wallShifts: Uint8Array
}

export class ZoneTable {
  readonly #offsetAt: (instantMs: number) => number
  readonly #years = new Map<number, ZoneYear>()

  constructor(offsetAt: (instantMs: number) => number) {
    this.#offsetAt = offsetAt
  }

  /** The table that serves a calendar year, its own or that of a like year: any year is allowed. */
  of(year: number): ZoneYear {
    const source = templateYearOf(year)
    const known = this.#years.get(source)
    if (known !== undefined) return known
    const built = this.#probe(source)
    this.#years.set(source, built)
    return built
  }

  #probe(year: number): ZoneYear {
    const startMs = yearStart(year) * dayMs
    const endMs = yearStart(year + 1) * dayMs
    const guesses = this.#guesses(year)
    const instants: number[] = []
    let low = startMs - edgeMs
    let lowOffset = this.#offsetAt(low)
    const offsets = [lowOffset]
    while (low < endMs + edgeMs) {
      const high = Math.min(low + probeMs, endMs + edgeMs)
      if (this.#offsetAt(high) === lowOffset) {
        low = high
        continue
      }
      low = this.#guessed(guesses, low, lowOffset, high) ?? this.#bisect(low, lowOffset, high)
      lowOffset = this.#offsetAt(low)
      instants.push(low)
      offsets.push(lowOffset)
    }
    return { startMs, endMs, ...wallSegments(instants, offsets) }
  }

  /** Where the rule of a neighbouring year would put transitions: on the same weekday, 52 or 53 weeks away. */
  #guesses(year: number): number[] {
    const before = this.#years.get(year - 1)?.instants ?? noInstants
    const after = this.#years.get(year + 1)?.instants ?? noInstants
    const guesses: number[] = []
    for (const at of before) guesses.push(at + 52 * weekMs, at + 53 * weekMs)
    for (const at of after) guesses.push(at - 52 * weekMs, at - 53 * weekMs)
    return guesses
  }

  /** The transition in (low, high], when one of the guesses is it. */
  #guessed(guesses: readonly number[], low: number, lowOffset: number, high: number): number | null {
    for (const at of guesses) {
      if (at <= low || at > high) continue
      if (this.#offsetAt(at) !== lowOffset && this.#offsetAt(at - 1000) === lowOffset) return at
    }
    return null
  }

  /** The first whole second in (low, high] whose offset is no longer `lowOffset`; most fall on a quarter of an hour. */
  #bisect(low: number, lowOffset: number, high: number): number {
    let before = low / 1000
    let after = high / 1000
    while (after - before > 1) {
      const half = Math.floor((before + after) / 2)
      const quarter = half - modulo(half, quarterHour)
      const isLast = after - before <= quarterHour && after % quarterHour === 0
      const middle = isLast ? after - 1 : quarter > before ? quarter : half
      if (this.#offsetAt(middle * 1000) === lowOffset) before = middle
      else after = middle
    }
    return after * 1000
  }
}

function wallSegments(instants: number[], offsets: number[]): Omit<ZoneYear, 'startMs' | 'endMs'> {
  const starts = [Number.NEGATIVE_INFINITY]
  const wallOffsets = [offsets[0] as number]
  const shifts = [shiftNone]
  const push = (start: number, offset: number, shift: number): void => {
    starts.push(start)
    wallOffsets.push(offset)
    shifts.push(shift)
  }
  for (let i = 0; i < instants.length; i++) {
    const at = instants[i] as number
    const before = offsets[i] as number
    const after = offsets[i + 1] as number
    if (after > before) push(at + before, before, shiftGap)
    else push(at + after, before, shiftFold)
    push(at + Math.max(before, after), after, shiftNone)
  }
  return {
    instants: Float64Array.from(instants),
    offsets: Float64Array.from(offsets),
    wallStarts: Float64Array.from(starts),
    wallOffsets: Float64Array.from(wallOffsets),
    wallShifts: Uint8Array.from(shifts),
  }
}

const noInstants = new Float64Array(0)

/** Template years by kind, (leap ? 7 : 0) + weekday of 1 January: 28 years without a century hold all 14. */
const templates = new Int32Array(14)
for (let year = regularYear + 28; year > regularYear; year--) templates[kindOf(year)] = year

function kindOf(year: number): number {
  return (isLeapYear(year) ? 7 : 0) + weekdayOf(yearStart(year))
}

/** The year whose transitions are probed to know those of `year`: itself unless it is long past or far ahead. */
export function templateYearOf(year: number): number {
  if (year < firstYear) return isLeapYear(year) ? firstYear - 4 : firstYear - 1
  return year < regularYear ? year : (templates[kindOf(year)] as number)
}
