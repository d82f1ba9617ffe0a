import { dayMs } from './civil.ts'
import { CoreError } from './errors.ts'
import { businessClosuresMax, businessRangesPerDayMax } from './limits.ts'
import { parseWallDate } from './wall.ts'

/**
 * A day of the week as `BusinessHours` spells it.
 * @example
 * const day: WeekdayName = 'monday'
 * day // => 'monday'
 */
export type WeekdayName = 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday'

/**
 * A stretch of local time. `start` is '00:00' to '23:59', `end` is '00:01' to '24:00' or '00:00'. An end at or
 * before the start lies on the next day: 20:00 to 02:00 runs over midnight, 09:00 to 09:00 is 24 hours.
 * @example
 * const overnight: ClockRange = { start: '20:00', end: '02:00' }
 * overnight.end < overnight.start // => true
 */
export interface ClockRange {
  readonly start: string
  readonly end: string
}

/**
 * Whole local dates ('YYYY-MM-DD', both ends included) on which nothing is open.
 * @example
 * const holidays: Closure[] = [{ date: '2026-12-25', reason: 'Christmas' }, { from: '2026-08-01', to: '2026-08-14' }]
 * const open = compileBusinessHours({ start: '09:00', end: '17:00', closures: holidays }, zoneOf('UTC'))
 * isWithinOpenHours(open, asInstant(Date.UTC(2026, 7, 3, 9)), asInstant(Date.UTC(2026, 7, 3, 10))) // => false
 */
export type Closure =
  | { readonly date: string; readonly reason?: string | undefined }
  | { readonly from: string; readonly to: string; readonly reason?: string | undefined }

/**
 * When a resource can be used, in its own zone; null means always.
 * - `start`/`end` apply to every day that `weekly` does not name; `weekly` replaces them for the days it
 *   names, and an empty list is a closed day.
 * - A stretch belongs to the day on which it begins: Friday 20:00 to 02:00 is closed by leaving Friday out.
 * - `breaks` are taken out of every day, also out of a stretch that came over midnight. A break that ends at
 *   or before its start runs over midnight; one of exactly 24 hours is refused.
 * - A closed date has no opening at all: nothing begins on it, and a stretch that came over midnight into it
 *   ends at midnight.
 * - Stretches that touch or overlap are one, so a booking may cross midnight where the resource is open
 *   through.
 * @example
 * const hours: BusinessHours = {
 *   start: '09:00',
 *   end: '18:00',
 *   weekly: { saturday: [{ start: '10:00', end: '14:00' }], sunday: [] },
 *   breaks: [{ start: '12:00', end: '13:00' }],
 * }
 * const [from, to] = [asInstant(Date.UTC(2026, 0, 10)), asInstant(Date.UTC(2026, 0, 12))]
 * openIntervals(hours, zoneOf('UTC'), from, to).length // => 2
 */
export type BusinessHours = {
  readonly start: string
  readonly end: string
  readonly weekly?: { readonly [day in WeekdayName]?: readonly ClockRange[] | undefined } | undefined
  readonly breaks?: readonly ClockRange[] | undefined
  readonly closures?: readonly Closure[] | undefined
} | null

/** Business hours reduced to numbers: what `compileBusinessHours` needs to bind them to a zone. */
export interface WeeklyOpening {
  /** By weekday, Monday = 0: start and end pairs in ms after local midnight, ascending; ends reach 48 h. */
  readonly ranges: readonly Int32Array[]
  /** Merged closed days as day numbers (0 = 1970-01-01): first and last day of each run, ascending. */
  readonly closedFrom: Int32Array
  readonly closedTo: Int32Array
}

const minuteMs = 60_000
const clockPattern = /^(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/
const weekdayNames: readonly WeekdayName[] = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
]

/**
 * Checks business hours and reduces them to numbers; null stays null.
 * @throws CoreError `invalid_business_hours` naming the part
 */
export function parseBusinessHours(hours: BusinessHours): WeeklyOpening | null {
  if (hours === null) return null
  const everyDay = [clockRange(hours, 'hours')]
  const breaks = (hours.breaks ?? []).map((range, i) => breakRange(range, `breaks[${i}]`))
  bounded(breaks.length, businessRangesPerDayMax, 'breaks')
  const weekly = hours.weekly ?? {}
  for (const key of Object.keys(weekly)) {
    if (!weekdayNames.includes(key as WeekdayName)) refuse(`weekly.${key}`, 'is not a day of the week')
  }
  const ranges = weekdayNames.map((day) => {
    const own = weekly[day]
    if (own === undefined) return openRanges(everyDay, breaks)
    bounded(own.length, businessRangesPerDayMax, `weekly.${day}`)
    return openRanges(
      own.map((range, i) => clockRange(range, `weekly.${day}[${i}]`)),
      breaks,
    )
  })
  return { ranges, ...closedDays(hours.closures ?? []) }
}

/** Whether the civil day (day number, 0 = 1970-01-01) is inside a closure. O(log closures). */
export function isClosedDay(opening: WeeklyOpening, day: number): boolean {
  let low = 0
  let high = opening.closedFrom.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (opening.closedFrom[middle]! <= day) low = middle + 1
    else high = middle
  }
  return low > 0 && opening.closedTo[low - 1]! >= day
}

type Range = readonly [start: number, end: number]

/** The union of a day's ranges without its breaks, as flat pairs. */
function openRanges(ranges: readonly Range[], breaks: readonly Range[]): Int32Array {
  let pieces = [...ranges]
  for (const [start, end] of breaks) {
    for (const shift of [-dayMs, 0, dayMs]) {
      pieces = pieces.flatMap(([from, to]): Range[] => [
        [from, Math.min(to, start + shift)],
        [Math.max(from, end + shift), to],
      ])
      pieces = pieces.filter(([from, to]) => from < to)
    }
  }
  const merged: [number, number][] = []
  for (const [from, to] of pieces.sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1)
    if (last === undefined || from > last[1]) merged.push([from, to])
    else if (to > last[1]) last[1] = to
  }
  return Int32Array.from(merged.flat())
}

function clockRange(range: ClockRange, part: string): Range {
  const start = clockMs(range.start, `${part}.start`)
  const end = clockMs(range.end, `${part}.end`)
  if (start === dayMs) refuse(`${part}.start`, 'must be before 24:00')
  return [start, end <= start ? end + dayMs : end]
}

function breakRange(range: ClockRange, part: string): Range {
  const found = clockRange(range, part)
  if (found[1] - found[0] === dayMs) refuse(part, 'is a break of 24 hours')
  return found
}

function clockMs(text: string, part: string): number {
  if (typeof text !== 'string' || !clockPattern.test(text))
    refuse(part, `must be HH:MM, got ${JSON.stringify(text)}`)
  return (Number(text.slice(0, 2)) * 60 + Number(text.slice(3))) * minuteMs
}

function closedDays(closures: readonly Closure[]): Pick<WeeklyOpening, 'closedFrom' | 'closedTo'> {
  bounded(closures.length, businessClosuresMax, 'closures')
  const runs = closures.map((closure, i): Range => {
    const from = 'date' in closure ? closure.date : closure.from
    const to = 'date' in closure ? closure.date : closure.to
    const run: Range = [dayNumber(from, `closures[${i}]`), dayNumber(to, `closures[${i}]`)]
    if (run[1] < run[0]) refuse(`closures[${i}]`, `ends (${to}) before it begins (${from})`)
    return run
  })
  const merged: [number, number][] = []
  for (const [from, to] of runs.sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1)
    if (last === undefined || from > last[1] + 1) merged.push([from, to])
    else if (to > last[1]) last[1] = to
  }
  return {
    closedFrom: Int32Array.from(merged, (run) => run[0]),
    closedTo: Int32Array.from(merged, (run) => run[1]),
  }
}

/** Day number of a date 'YYYY-MM-DD'. */
function dayNumber(text: string, part: string): number {
  try {
    return parseWallDate(text) / dayMs
  } catch {
    return refuse(part, `must be a date YYYY-MM-DD, got ${JSON.stringify(text)}`)
  }
}

function bounded(count: number, max: number, part: string): void {
  if (count > max) refuse(part, `has ${count} entries, at most ${max} are allowed`)
}

function refuse(part: string, problem: string): never {
  throw new CoreError('invalid_business_hours', `${part} ${problem}.`, { part })
}
