/**
 * Wall time and instant of IANA zones. The sole importer of `temporal-polyfill`, which knows and spells the ids; the
 * offsets come from the same tz data through `Intl`, ten times faster, into tables of our own (zone-table.ts).
 */
import { Temporal } from 'temporal-polyfill'
import { civilOf, civilYear, dayMs, yearStart } from './civil.ts'
import { CoreError } from './errors.ts'
import type { Instant } from './instant.ts'
import { yearMax, yearMin } from './limits.ts'
import type { Wall } from './wall.ts'
import { edgeMs, shiftGap, shiftNone, ZoneTable } from './zone-table.ts'

/**
 * How a wall time met its zone: once, never (it lay in a gap), or twice (in a fold).
 * @example
 * const shift: ZoneShift = zoneOf('Europe/Berlin').resolve(parseWall('2026-03-29T02:30:00')).shift
 * shift // => 'gap'
 */
export type ZoneShift = 'none' | 'gap' | 'fold'

/**
 * The instant a wall time means in a zone, and how it was found.
 * @example
 * const resolved: ResolvedWall = zoneOf('Europe/Berlin').resolve(parseWall('2026-10-25T02:30:00'))
 * resolved // => { instant: Date.UTC(2026, 9, 25, 0, 30), offsetMs: 7_200_000, shift: 'fold' }
 */
export interface ResolvedWall {
  readonly instant: Instant
  /** Offset from UTC in force at `instant`, milliseconds, east positive. */
  readonly offsetMs: number
  readonly shift: ZoneShift
}

/**
 * A gap: the clock jumps from `wallFrom` to `wallTo` at `instant`.
 * @example
 * const berlin = zoneOf('Europe/Berlin')
 * const [gap]: ZoneGap[] = berlin.gapsBetween(asInstant(Date.UTC(2026, 0, 1)), asInstant(Date.UTC(2026, 11, 31)))
 * gap && formatWall(gap.wallFrom) // => '2026-03-29T02:00:00'
 */
export interface ZoneGap {
  readonly instant: Instant
  readonly wallFrom: Wall
  readonly wallTo: Wall
}

/**
 * An IANA zone. A wall time inside a gap moves forward by the gap, one that happens twice means the first
 * (RFC 5545 section 3.3.5). All answers hold for the tz data of the JavaScript engine, whatever the process's TZ.
 * @example
 * const berlin: Zone = zoneOf('Europe/Berlin')
 * new Date(berlin.instantOf(parseWall('2026-07-01T09:00:00'))).toISOString() // => '2026-07-01T07:00:00.000Z'
 * formatWall(berlin.wallOf(asInstant(Date.UTC(2026, 0, 1)))) // => '2026-01-01T01:00:00'
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
  /** The gaps whose instant lies in [from, to], ascending; there are none told outside the years 1 to 9999. */
  gapsBetween(from: Instant, to: Instant): ZoneGap[]
  /**
   * The transitions whose instant lies in the UTC year, ascending.
   * @throws CoreError `invalid_instant` for what is no year
   */
  transitionsOf(year: number): Transition[]
}

/** A change of a zone's offset, at its instant. */
export interface Transition {
  readonly instant: Instant
  readonly offsetBefore: number
  readonly offsetAfter: number
}

const shortestYearMs = 365 * dayMs

const shiftNames: readonly ZoneShift[] = ['none', 'gap', 'fold']

/** Keeps as cursors the segment of the wall axis and the regime of the time line that answered last. */
class TableZone implements Zone {
  readonly id: string
  readonly isFixed = false
  readonly #table: ZoneTable
  #wallFrom = Number.POSITIVE_INFINITY
  #wallTo = Number.NEGATIVE_INFINITY
  #wallOffset = 0
  #wallShift = shiftNone
  #instantFrom = Number.POSITIVE_INFINITY
  #instantTo = Number.NEGATIVE_INFINITY
  #instantOffset = 0
  /** Offset before `#instantFrom`; the same as after it when a year begins there and not a regime. */
  #offsetBefore = 0

  constructor(id: string, table: ZoneTable) {
    this.id = id
    this.#table = table
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

  /** A walk through a series mostly goes from one year to the next, which begins where the last one ends. */
  toInstants(walls: Float64Array, length: number): boolean {
    let metGap = false
    let year = 0
    let yearFrom = Number.POSITIVE_INFINITY
    let yearTo = Number.NEGATIVE_INFINITY
    let segments = noSegments
    for (let i = 0; i < length; ) {
      const first = walls[i] as number
      if (!(first >= yearFrom && first < yearTo)) {
        const isNext = first >= yearTo && first < yearTo + shortestYearMs
        year = isNext ? year + 1 : yearOfMs(first)
        yearFrom = isNext ? yearTo : yearStart(year) * dayMs
        segments = this.#table.of(year).segments
        yearTo = yearFrom + (segments[segments.length - 1] as number)
      }
      const at = segmentAt(segments, first - yearFrom)
      const from = yearFrom + (segments[at] as number)
      const offset = segments[at + 1] as number
      metGap ||= segments[at + 2] === shiftGap
      const to = yearFrom + (segments[at + 3] as number)
      walls[i++] = first - offset
      for (; i < length; i++) {
        const wall = walls[i] as number
        if (!(wall >= from && wall < to)) break
        walls[i] = wall - offset
      }
    }
    return metGap
  }

  firstWallAt(instant: Instant): Wall {
    const wall = this.wallOf(instant)
    const rise = this.#instantOffset - this.#offsetBefore
    if (rise > 0 && instant < this.#instantFrom + rise) return (wall - rise) as Wall
    // The walls of a fold mean its first pass, so in the second one the next wall is the one after the fold.
    return Math.max(wall, this.#instantFrom + this.#offsetBefore) as Wall
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
    const lastYear = Math.min(yearOfMs(to), yearMax)
    for (let year = Math.max(yearOfMs(from), yearMin); year <= lastYear; year++) {
      for (const { instant, offsetBefore, offsetAfter } of this.transitionsOf(year)) {
        if (offsetAfter < offsetBefore || instant < from || instant > to) continue
        const wallFrom = (instant + offsetBefore) as Wall
        gaps.push({ instant, wallFrom, wallTo: (instant + offsetAfter) as Wall })
      }
    }
    return gaps
  }

  transitionsOf(year: number): Transition[] {
    checkYear(year)
    const { startMs, endMs, instants, offsets } = this.#table.of(year)
    if (instants.length === 0) return []
    const shift = yearStart(year) * dayMs - startMs
    const found: Transition[] = []
    for (let i = 0; i < instants.length; i++) {
      const at = instants[i] as number
      if (at < startMs || at >= endMs) continue
      const instant = (at + shift) as Instant
      found.push({ instant, offsetBefore: offsets[i] as number, offsetAfter: offsets[i + 1] as number })
    }
    return found
  }

  #seekWall(wall: number): void {
    const year = yearOfMs(wall)
    const yearFrom = yearStart(year) * dayMs
    const { segments } = this.#table.of(year)
    const at = segmentAt(segments, wall - yearFrom)
    this.#wallFrom = yearFrom + (segments[at] as number)
    this.#wallOffset = segments[at + 1] as number
    this.#wallShift = segments[at + 2] as number
    this.#wallTo = yearFrom + (segments[at + 3] as number)
  }

  #offsetAt(instant: number): number {
    if (!(instant >= this.#instantFrom && instant < this.#instantTo)) this.#seekInstant(instant)
    return this.#instantOffset
  }

  #seekInstant(instant: number): void {
    const year = yearOfMs(instant)
    const { startMs, endMs, instants, offsets } = this.#table.of(year)
    const shift = yearStart(year) * dayMs - startMs
    let i = instants.length
    while (i > 0 && (instants[i - 1] as number) + shift > instant) i--
    const begin = instants[i - 1] ?? Number.NEGATIVE_INFINITY
    const isRegime = begin > startMs - edgeMs
    this.#instantFrom = (isRegime ? begin : startMs) + shift
    this.#offsetBefore = offsets[isRegime ? i - 1 : i] as number
    this.#instantTo = Math.min(instants[i] ?? Number.POSITIVE_INFINITY, endMs) + shift
    this.#instantOffset = offsets[i] as number
  }
}

const noSegments: readonly number[] = []

/** Where in the list the last segment stands that begins at or before a wall, told as milliseconds of its year. */
function segmentAt(segments: readonly number[], ofYear: number): number {
  let at = segments.length - 4
  while (at > 0 && (segments[at] as number) > ofYear) at -= 3
  return at
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

  transitionsOf(year: number): Transition[] {
    checkYear(year)
    return []
  }
}

/** @throws CoreError `invalid_instant` for what is no year */
function checkYear(year: number): void {
  if (Number.isInteger(year) && Number.isSafeInteger(year * 366 * dayMs)) return
  throw new CoreError('invalid_instant', `${year} is not a year.`, { value: String(year) })
}

function yearOfMs(ms: number): number {
  return civilYear(civilOf(Math.floor(ms / dayMs)))
}

/** `31, GMT-04:56:02`: the day has no use, but of all fields it makes the shortest and fastest text. */
function offsetFormat(id: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', { timeZone: id, timeZoneName: 'longOffset', day: 'numeric' })
}

/** The first format of a process takes the engine some 20 ms: better while the module loads than in a request. */
offsetFormat('UTC').format(0)

/** Reads the offset out of the time zone name `longOffset` gives; plain `GMT` is zero. */
function offsetSource(id: string): (instantMs: number) => number {
  const format = offsetFormat(id)
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

/**
 * True when `id` is an IANA zone name the engine knows, in any case of letters. Bare offsets are not zone names.
 * @example
 * isZone('Europe/Berlin') // => true
 * isZone('+02:00') // => false
 */
export function isZone(id: string): boolean {
  return zones.has(id) || normalisedId(id) !== null
}

/**
 * The zone of an IANA name; the same object for every spelling of the name.
 * @throws CoreError `unknown_zone` for unknown names, bare offsets and anything that is not a name.
 * @example
 * zoneOf('europe/berlin').id // => 'Europe/Berlin'
 * zoneOf('Mars/Olympus') // => throws unknown_zone
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

/** Tables by the name the engine takes a zone for, so that Asia/Calcutta and Asia/Kolkata share theirs. */
const tables = new Map<string, ZoneTable>()

function makeZone(name: string): Zone {
  const canonical = offsetFormat(name).resolvedOptions().timeZone
  if (canonical === 'UTC') return new UtcZone(name)
  const table = tables.get(canonical) ?? new ZoneTable(offsetSource(name))
  if (tables.size < zonesMax) tables.set(canonical, table)
  return new TableZone(name, table)
}
