/**
 * Offsets of one zone as integers, built lazily one year at a time. The source is `offsetAt`, an exact but slow
 * function (about 1.5 µs a call); a year costs 26 probes and one bisection for each transition found.
 *
 * Probes lie at most 15 days apart: the shortest regimes known (Morocco's Ramadan) last about 30 days. From
 * `templateYear` on, zone rules are those of a POSIX TZ string, which depend only on the length of the year and the
 * weekday of 1 January, so 14 template years serve all others. Before `firstYear` no zone had left its local mean
 * time.
 */
import { dayMs, isLeapYear, weekdayOf, yearStart } from './civil.ts'

const probeMs = 15 * dayMs
/** Each year knows the transitions this far beyond its edges, so that walls and instants near them need no neighbour. */
export const edgeMs = 2 * dayMs
const firstYear = 1800
const templateYear = 2200
/** 29 years from a century year on hold all 14 kinds of year. */
const templateYears = 29

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

  /** The table of a calendar year; any year is allowed. */
  year(year: number): ZoneYear {
    const known = this.#years.get(year)
    if (known !== undefined) return known
    const built = this.#build(year)
    this.#years.set(year, built)
    return built
  }

  #build(year: number): ZoneYear {
    const startMs = yearStart(year) * dayMs
    const endMs = yearStart(year + 1) * dayMs
    const source = sourceYear(year)
    if (source === year) return this.#probe(startMs, endMs)
    const template = this.year(source)
    const shift = startMs - template.startMs
    return {
      startMs,
      endMs,
      instants: template.instants.map((t) => t + shift),
      offsets: template.offsets,
      wallStarts: template.wallStarts.map((t) => t + shift),
      wallOffsets: template.wallOffsets,
      wallShifts: template.wallShifts,
    }
  }

  #probe(startMs: number, endMs: number): ZoneYear {
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
      low = this.#bisect(low, lowOffset, high)
      lowOffset = this.#offsetAt(low)
      instants.push(low)
      offsets.push(lowOffset)
    }
    return { startMs, endMs, ...wallSegments(instants, offsets) }
  }

  /** The first whole second in (low, high] whose offset is no longer `lowOffset`. */
  #bisect(low: number, lowOffset: number, high: number): number {
    let before = low / 1000
    let after = high / 1000
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2)
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

/** The year whose transitions are probed to know those of `year`. */
function sourceYear(year: number): number {
  const leap = isLeapYear(year)
  if (year < firstYear) return leap ? firstYear - 4 : firstYear - 1
  if (year < templateYear + templateYears) return year
  const weekday = weekdayOf(yearStart(year))
  let candidate = templateYear
  while (isLeapYear(candidate) !== leap || weekdayOf(yearStart(candidate)) !== weekday) candidate++
  return candidate
}
