/**
 * Offsets of one zone as integers, built lazily one year at a time. The source is `offsetAt`, an exact but slow
 * function (about a microsecond a call, several where nothing is compiled yet); a year costs 2 to 62 probes and a few
 * more for each transition found.
 *
 * From `regularYear` on, zone rules are those of a POSIX TZ string, which depend only on the length of the year and the
 * weekday of 1 January, so 14 template years serve all others; from `settledYear` on they serve the zones whose clocks
 * do not follow the moon. Before `firstYear` no zone had left its local mean time.
 */
import { dayMs, isLeapYear, weekdayOf, yearStart } from './civil.ts'
import { modulo } from './congruence.ts'

/**
 * How far apart a year is probed: closer than the shortest regime that any zone had in it, as `bench/zone-regimes.ts`
 * finds it. Local mean times, and what followed them, held for more than a year.
 */
const firstSummerYear = 1910
const meanTimeProbeMs = 370 * dayMs
/** Of the years that are over: 27 days was the least (Shanghai in May 1949). */
const pastProbeMs = 26 * dayMs
/**
 * The years in which some zone kept an offset for a shorter time: Honolulu, Athens, Tunis, Simferopol, Vienna, El Aaiún,
 * Boa Vista, Tucumán, San Luis, Cairo.
 */
const hastyYears: readonly number[] = [1933, 1941, 1943, 1944, 1945, 1976, 2000, 2004, 2008, 2010]
/** First year whose clocks can still be decided on: it is probed as closely as any, and so are those after it. */
const undecidedYear = 2025
/** A week was the least so far, and is the least that is announced (Gaza in October 2040). */
const closestProbeMs = 6 * dayMs
/** Shorter than the regimes of Ramadan. */
const moonProbeMs = 26 * dayMs
/** A POSIX TZ string knows two transitions a year, months apart. */
const templateProbeMs = 28 * dayMs
/** Each year knows the transitions this far beyond its edges, so that walls and instants near them need no neighbour. */
export const edgeMs = 2 * dayMs
export const firstYear = 1800
/** The leap year that stands for all before `firstYear`. */
const oldestYear = firstYear - 4

/**
 * First year from which transitions depend only on the kind of the year: the tz data writes single transitions out
 * up to 2087 (Morocco) and rules from there on.
 */
export const regularYear = 2100

/**
 * First year in which the tz data has no single transitions but those of Ramadan, which wander through all seasons,
 * so that samples over the years up to `regularYear` meet some of them.
 */
const settledYear = 2038
const sampleMs = 97 * dayMs

const quarterHour = 900
const weekMs = 7 * dayMs
/** Most zones have two points of the week at which their clocks change, the most changeable a handful. */
const weekPointsMax = 8

export const shiftNone = 0
export const shiftGap = 1
const shiftFold = 2

/**
 * One year of a zone. `offsets[0]` holds before `instants[0]`, `offsets[i + 1]` from `instants[i]` on.
 * The walls of the year are cut into segments of three numbers each, in one list because a walk reads all of them: how
 * long after the beginning of the year the segment begins, the offset by which its walls lie ahead of their instants,
 * and its shift. Behind the last one stands the length of the year. Segments inside a gap keep the offset before it,
 * which moves them forward by the gap; segments that happen twice keep the offset before the fold, which is the first
 * of the two.
 */
export interface ZoneYear {
  readonly startMs: number
  readonly endMs: number
  readonly instants: Float64Array
  readonly offsets: Float64Array
  readonly segments: readonly number[]
}

export class ZoneTable {
  readonly #offsetAt: (instantMs: number) => number
  /** By how long after `oldestYear` they are: those built, and those that others of them stand for. */
  readonly #years = new Array<ZoneYear | undefined>(regularYear + 400 - oldestYear)
  /** Points of the UTC week at which transitions were found, the latest first. */
  #weekPoints: number[] = []
  #isSettled: boolean | null = null

  constructor(offsetAt: (instantMs: number) => number) {
    this.#offsetAt = offsetAt
  }

  /** The table that serves a calendar year, its own or that of a like year: any year is allowed. */
  of(year: number): ZoneYear {
    const near = nearYearOf(year)
    return this.#years[near - oldestYear] ?? this.#serve(near)
  }

  #serve(year: number): ZoneYear {
    const source = this.#sourceOf(year)
    const served = this.#years[source - oldestYear] ?? this.#probe(source)
    this.#years[source - oldestYear] = served
    this.#years[year - oldestYear] = served
    return served
  }

  /** The year whose transitions are probed to know those of `year`. */
  #sourceOf(year: number): number {
    if (year < settledYear) return year
    if (year < regularYear) this.#isSettled ??= this.#findSettled()
    return year < regularYear && !this.#isSettled ? year : templateOfKind(year)
  }

  /** Whether the zone follows from `settledYear` on the rules it has from `regularYear` on. */
  #findSettled(): boolean {
    let sample = yearStart(settledYear) * dayMs
    for (let year = settledYear; year < regularYear; year++) {
      const template = this.of(templateOfKind(year))
      const shift = yearStart(year) * dayMs - template.startMs
      for (; sample < template.endMs + shift; sample += sampleMs) {
        if (this.#offsetAt(sample) !== offsetIn(template, sample - shift)) return false
      }
    }
    return true
  }

  #probe(year: number): ZoneYear {
    const startMs = yearStart(year) * dayMs
    const endMs = yearStart(year + 1) * dayMs
    const { stepMs, marks } = this.#planOf(year)
    const instants: number[] = []
    let low = startMs - edgeMs
    let lowOffset = this.#offsetAt(low)
    const offsets = [lowOffset]
    while (low < endMs + edgeMs) {
      const from = low
      const mark = marks.find((at) => at > from) ?? Number.POSITIVE_INFINITY
      const high = Math.min(low + stepMs, mark, endMs + edgeMs)
      if (this.#offsetAt(high) === lowOffset) {
        low = high
        continue
      }
      low = this.#locate(low, lowOffset, high)
      lowOffset = this.#offsetAt(low)
      instants.push(low)
      offsets.push(lowOffset)
    }
    return {
      startMs,
      endMs,
      instants: Float64Array.from(instants),
      offsets: Float64Array.from(offsets),
      segments: segmentsOf(instants, offsets, startMs, endMs),
    }
  }

  /**
   * How far apart a year is probed, and where besides. When Ramadan suspends summer time, what is left of it before or
   * after can be short: it lies beside a transition that the zone has in other years.
   */
  #planOf(year: number): { readonly stepMs: number; readonly marks: readonly number[] } {
    if (year < settledYear) return { stepMs: probeMsOf(year), marks: [] }
    if (year >= regularYear) return { stepMs: templateProbeMs, marks: [] }
    const template = this.of(templateOfKind(year))
    const shift = yearStart(year) * dayMs - template.startMs
    const marks = Array.from(template.instants).flatMap((at) => [at + shift - 1000, at + shift])
    return { stepMs: moonProbeMs, marks }
  }

  /** The transition in (low, high]: most fall on a point of the week at which another one did. */
  #locate(low: number, lowOffset: number, high: number): number {
    let before = low
    let after = high
    while (after - before > weekMs) {
      const middle = before + dayMs * Math.floor((after - before) / dayMs / 2)
      if (this.#offsetAt(middle) === lowOffset) before = middle
      else after = middle
    }
    for (const point of this.#weekPoints) {
      const at = before + modulo(point - before, weekMs)
      if (at === before || at > after || this.#offsetAt(at) === lowOffset) continue
      if (this.#offsetAt(at - 1000) === lowOffset) return at
    }
    const found = this.#bisect(before, lowOffset, after)
    this.#weekPoints = [modulo(found, weekMs), ...this.#weekPoints].slice(0, weekPointsMax)
    return found
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

function probeMsOf(year: number): number {
  if (year < firstSummerYear) return meanTimeProbeMs
  return year >= undecidedYear || hastyYears.includes(year) ? closestProbeMs : pastProbeMs
}

/** Offset in force at an instant of the year. */
function offsetIn({ instants, offsets }: ZoneYear, instant: number): number {
  let i = instants.length
  while (i > 0 && (instants[i - 1] as number) > instant) i--
  return offsets[i] as number
}

function segmentsOf(instants: number[], offsets: number[], startMs: number, endMs: number): number[] {
  const segments: number[] = []
  const push = (wall: number, offset: number, shift: number): void => {
    if (wall >= endMs) return
    // A segment that has begun before the year takes the place of the ones before it.
    if (wall <= startMs) segments.length = 0
    segments.push(Math.max(0, wall - startMs), offset, shift)
  }
  push(Number.NEGATIVE_INFINITY, offsets[0] as number, shiftNone)
  for (let i = 0; i < instants.length; i++) {
    const at = instants[i] as number
    const before = offsets[i] as number
    const after = offsets[i + 1] as number
    if (after > before) push(at + before, before, shiftGap)
    else push(at + after, before, shiftFold)
    push(at + Math.max(before, after), after, shiftNone)
  }
  segments.push(endMs - startMs)
  return segments
}

/** Template years by kind, (leap ? 7 : 0) + weekday of 1 January: 28 years without a century hold all 14. */
const templates = new Int32Array(14)
for (let year = regularYear + 28; year > regularYear; year--) templates[kindOf(year)] = year

function kindOf(year: number): number {
  return (isLeapYear(year) ? 7 : 0) + weekdayOf(yearStart(year))
}

function templateOfKind(year: number): number {
  return templates[kindOf(year)] as number
}

/** A year that has the transitions of `year` in every zone: itself unless it is long past or far ahead. */
function nearYearOf(year: number): number {
  if (year < firstYear) return isLeapYear(year) ? oldestYear : firstYear - 1
  return year < regularYear ? year : regularYear + ((year - regularYear) % 400)
}

/** The year whose transitions are probed to know those of `year`: itself unless it is long past or far ahead. */
export function templateYearOf(year: number): number {
  const near = nearYearOf(year)
  return near < regularYear ? near : templateOfKind(near)
}
