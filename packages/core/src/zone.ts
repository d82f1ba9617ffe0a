/**
 * Wall time and instant of IANA zones. The sole importer of `temporal-polyfill`, which knows and spells the ids; the
 * offsets come from the same tz data through `Intl`, ten times faster, into tables of our own (zone-table.ts).
 */
import { Temporal } from 'temporal-polyfill'
import { civilOf, civilYear, dayMs } from './civil.ts'
import { CoreError } from './errors.ts'
import type { Instant } from './instant.ts'
import type { Wall } from './wall.ts'
import { edgeMs, shiftGap, shiftNone, ZoneTable, type ZoneYear } from './zone-table.ts'

/** How a wall time met its zone: once, never (it lay in a gap), or twice (in a fold). */
export type ZoneShift = 'none' | 'gap' | 'fold'

export interface ResolvedWall {
  readonly instant: Instant
  /** Offset from UTC in force at `instant`, milliseconds, east positive. */
  readonly offsetMs: number
  readonly shift: ZoneShift
}

/** A gap: the clock jumps from `wallFrom` to `wallTo` at `instant`. */
export interface ZoneGap {
  readonly instant: Instant
  readonly wallFrom: Wall
  readonly wallTo: Wall
}

/**
 * An IANA zone. A wall time inside a gap moves forward by the gap, one that happens twice means the first
 * (RFC 5545 section 3.3.5). All answers hold for the tz data of the JavaScript engine, whatever the process's TZ.
 */
export interface Zone {
  readonly id: string
  /** True when the offset never changes: every wall is unique and walls are ordered like instants. */
  readonly isFixed: boolean
  instantOf(wall: Wall): Instant
  wallOf(instant: Instant): Wall
  resolve(wall: Wall): ResolvedWall
  /**
   * Turns the first `length` walls, best in ascending order, into instants in place.
   * Returns true when one of them lay in a gap, in which case the instants need not be ascending.
   */
  toInstants(walls: Float64Array, length: number): boolean
  /** The smallest wall whose instant is at or after `instant`. */
  firstWallAt(instant: Instant): Wall
  /** The largest wall whose instant is at or before `instant`. */
  lastWallAt(instant: Instant): Wall
  /**
   * The gap whose shadow holds `instant`: the walls of a gap land on the same instants as the walls that follow it
   * for as long as the gap is, and only there are walls and instants ordered differently. Null elsewhere.
   */
  gapBefore(instant: Instant): ZoneGap | null
  /** The gaps whose instant lies in [from, to], ascending. */
  gapsBetween(from: Instant, to: Instant): ZoneGap[]
}

const shiftNames: readonly ZoneShift[] = ['none', 'gap', 'fold']

/** Keeps as cursors the segment of the wall axis and the regime of the time line that answered last. */
class TableZone implements Zone {
  readonly id: string
  readonly isFixed = false
  readonly #table: ZoneTable
  #wallYear: ZoneYear | null = null
  #wallFrom = Number.POSITIVE_INFINITY
  #wallTo = Number.NEGATIVE_INFINITY
  #wallOffset = 0
  #wallShift = shiftNone
  #instantFrom = Number.POSITIVE_INFINITY
  #instantTo = Number.NEGATIVE_INFINITY
  #instantOffset = 0
  /** Offset before `#instantFrom`; the same as after it when a year begins there and not a regime. */
  #offsetBefore = 0

  constructor(id: string) {
    this.id = id
    this.#table = new ZoneTable(offsetSource(id))
  }

  instantOf(wall: Wall): Instant {
    if (!(wall >= this.#wallFrom && wall < this.#wallTo)) this.#seekWall(wall)
    return (wall - this.#wallOffset) as Instant
  }

  wallOf(instant: Instant): Wall {
    return (instant + this.#offsetAt(instant)) as Wall
  }

  resolve(wall: Wall): ResolvedWall {
    const instant = this.instantOf(wall)
    const shift = shiftNames[this.#wallShift] as ZoneShift
    return { instant, offsetMs: shift === 'gap' ? this.#offsetAt(instant) : this.#wallOffset, shift }
  }

  toInstants(walls: Float64Array, length: number): boolean {
    let metGap = false
    let i = 0
    while (i < length) {
      const first = walls[i] as number
      if (!(first >= this.#wallFrom && first < this.#wallTo)) this.#seekWall(first)
      metGap ||= this.#wallShift === shiftGap
      const from = this.#wallFrom
      const to = this.#wallTo
      const offset = this.#wallOffset
      for (let wall = first; wall >= from && wall < to; wall = walls[i] as number) {
        walls[i] = wall - offset
        if (++i >= length) break
      }
    }
    return metGap
  }

  firstWallAt(instant: Instant): Wall {
    const wall = this.wallOf(instant)
    const rise = this.#instantOffset - this.#offsetBefore
    return (rise > 0 && instant < this.#instantFrom + rise ? wall - rise : wall) as Wall
  }

  lastWallAt(instant: Instant): Wall {
    const wall = this.wallOf(instant)
    return Math.max(wall, this.#instantFrom + this.#offsetBefore - 1) as Wall
  }

  gapBefore(instant: Instant): ZoneGap | null {
    const offset = this.#offsetAt(instant)
    const at = this.#instantFrom
    if (!(instant < at + offset - this.#offsetBefore)) return null
    return {
      instant: at as Instant,
      wallFrom: (at + this.#offsetBefore) as Wall,
      wallTo: (at + offset) as Wall,
    }
  }

  gapsBetween(from: Instant, to: Instant): ZoneGap[] {
    const gaps: ZoneGap[] = []
    if (this.isFixed) return gaps
    const lastYear = yearOfMs(to)
    for (let year = yearOfMs(from); year <= lastYear; year++) {
      const { startMs, endMs, instants, offsets } = this.#table.year(year)
      for (let i = 0; i < instants.length; i++) {
        const instant = instants[i] as Instant
        const before = offsets[i] as number
        const after = offsets[i + 1] as number
        if (after > before && instant >= Math.max(from, startMs) && instant <= to && instant < endMs) {
          gaps.push({ instant, wallFrom: (instant + before) as Wall, wallTo: (instant + after) as Wall })
        }
      }
    }
    return gaps
  }

  #seekWall(wall: number): void {
    let year = this.#wallYear
    if (year === null || wall < year.startMs || wall >= year.endMs) {
      year = this.#table.year(yearOfMs(wall))
      this.#wallYear = year
    }
    const { wallStarts } = year
    let i = wallStarts.length - 1
    while ((wallStarts[i] as number) > wall) i--
    this.#wallFrom = Math.max(wallStarts[i] as number, year.startMs)
    this.#wallTo = Math.min(wallStarts[i + 1] ?? Number.POSITIVE_INFINITY, year.endMs)
    this.#wallOffset = year.wallOffsets[i] as number
    this.#wallShift = year.wallShifts[i] as number
  }

  #offsetAt(instant: number): number {
    if (!(instant >= this.#instantFrom && instant < this.#instantTo)) this.#seekInstant(instant)
    return this.#instantOffset
  }

  #seekInstant(instant: number): void {
    const year = this.#table.year(yearOfMs(instant))
    let i = year.instants.length
    while (i > 0 && (year.instants[i - 1] as number) > instant) i--
    const begin = year.instants[i - 1] ?? Number.NEGATIVE_INFINITY
    this.#instantFrom = begin > year.startMs - edgeMs ? begin : year.startMs
    this.#offsetBefore = year.offsets[begin === this.#instantFrom ? i - 1 : i] as number
    this.#instantTo = Math.min(year.instants[i] ?? Number.POSITIVE_INFINITY, year.endMs)
    this.#instantOffset = year.offsets[i] as number
  }
}

/** UTC itself: no table, no cursor. */
class UtcZone implements Zone {
  readonly id: string
  readonly isFixed = true

  constructor(id: string) {
    this.id = id
  }

  instantOf(wall: Wall): Instant {
    return wall as number as Instant
  }

  wallOf(instant: Instant): Wall {
    return instant as number as Wall
  }

  resolve(wall: Wall): ResolvedWall {
    return { instant: wall as number as Instant, offsetMs: 0, shift: 'none' }
  }

  toInstants(): boolean {
    return false
  }

  firstWallAt(instant: Instant): Wall {
    return instant as number as Wall
  }

  lastWallAt(instant: Instant): Wall {
    return instant as number as Wall
  }

  gapBefore(): ZoneGap | null {
    return null
  }

  gapsBetween(): ZoneGap[] {
    return []
  }
}

function yearOfMs(ms: number): number {
  return civilYear(civilOf(Math.floor(ms / dayMs)))
}

/** Reads the offset out of `GMT-04:56:02`, the time zone name `longOffset` gives; plain `GMT` is zero. */
function offsetSource(id: string): (instantMs: number) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: id, timeZoneName: 'longOffset' })
  return (instantMs) => {
    const text = format.format(instantMs)
    const at = text.indexOf('GMT') + 3
    if (text.length === at) return 0
    const sign = text.charCodeAt(at) === 43 ? 1 : -1
    const hours = Number(text.slice(at + 1, at + 3))
    const minutes = Number(text.slice(at + 4, at + 6))
    const seconds = text.length > at + 6 ? Number(text.slice(at + 7, at + 9)) : 0
    return sign * ((hours * 60 + minutes) * 60 + seconds) * 1000
  }
}

const zonePattern = /^[A-Za-z][A-Za-z0-9._+-]*(?:\/[A-Za-z0-9._+-]+)*$/
const zonesMax = 1024
const zones = new Map<string, Zone>()

function normalisedId(id: string): string | null {
  if (typeof id !== 'string' || id.length > 64 || !zonePattern.test(id)) return null
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(id).timeZoneId
  } catch {
    return null
  }
}

/** True when `id` is an IANA zone name the engine knows, in any case of letters. Bare offsets are not zone names. */
export function isZone(id: string): boolean {
  return zones.has(id) || normalisedId(id) !== null
}

/**
 * The zone of an IANA name; the same object for every spelling of the name.
 * @throws CoreError `unknown_zone` for unknown names, bare offsets and anything that is not a name.
 */
export function zoneOf(id: string): Zone {
  const known = zones.get(id)
  if (known !== undefined) return known
  const name = normalisedId(id)
  if (name === null) {
    const shown = String(id).slice(0, 64)
    throw new CoreError('unknown_zone', `"${shown}" is not an IANA time zone such as Europe/Berlin.`, {
      value: shown,
    })
  }
  const zone = zones.get(name) ?? makeZone(name)
  if (zones.size < zonesMax) {
    zones.set(name, zone)
    zones.set(id, zone)
  }
  return zone
}

function makeZone(name: string): Zone {
  const canonical = new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone
  return canonical === 'UTC' ? new UtcZone(name) : new TableZone(name)
}
