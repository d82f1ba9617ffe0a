import { type BusinessHours, isClosedDay, parseBusinessHours, type WeeklyOpening } from './business-hours.ts'
import { dayMs, weekdayOf } from './civil.ts'
import { CoreError } from './errors.ts'
import type { Instant } from './instant.ts'
import { type Interval, interval, mergeIntervals } from './interval.ts'
import { openDaysMax } from './limits.ts'
import type { Wall } from './wall.ts'
import type { Zone } from './zone.ts'

/** A stretch begun two days ago can still reach into today through 24 hours and a DST shift. */
const daysBack = 2

/**
 * Business hours bound to a zone: the compiled form, cheap to ask (about a microsecond a check).
 * @example
 * const always: OpenHours = compileBusinessHours(null, zoneOf('UTC'))
 * always.opening // => null
 */
export interface OpenHours {
  readonly zone: Zone
  /** null: always open. */
  readonly opening: WeeklyOpening | null
}

/**
 * Validates business hours and binds them to the zone they are meant in.
 * @throws CoreError `invalid_business_hours`
 * @example
 * const hours = { start: '09:00', end: '17:00' }
 * const berlin = zoneOf('Europe/Berlin')
 * const eight = asInstant(Date.UTC(2026, 0, 5, 8))
 * isWithinOpenHours(compileBusinessHours(hours, berlin), eight, asInstant(eight + 3_600_000)) // => true
 * compileBusinessHours({ start: '9', end: '17' }, berlin) // => throws invalid_business_hours
 */
export function compileBusinessHours(hours: BusinessHours, zone: Zone): OpenHours {
  return { zone, opening: parseBusinessHours(hours) }
}

/**
 * Whether [start, end) lies wholly inside one open stretch. Each stretch runs from the instant of its local
 * start to the instant of its local end by the one rule of this package: a local time in a gap moves forward
 * by the gap, an ambiguous one is the first. Cost grows with the days the booking spans.
 * @throws CoreError `invalid_interval` for an empty interval, `budget_exceeded` beyond `openDaysMax` days
 * @example
 * const hours = { start: '09:00', end: '17:00' }
 * const berlin = zoneOf('Europe/Berlin')
 * const eight = asInstant(Date.UTC(2026, 0, 5, 8))
 * const open = compileBusinessHours(hours, berlin)
 * isWithinOpenHours(open, eight, asInstant(eight + 8 * 3_600_000)) // => true
 * isWithinOpenHours(open, eight, asInstant(eight + 9 * 3_600_000)) // => false
 */
export function isWithinOpenHours(open: OpenHours, start: Instant, end: Instant): boolean {
  interval(start, end)
  if (open.opening === null) return true
  const { zone } = open
  const firstDay = Math.floor(zone.wallOf(start) / dayMs) - daysBack
  const lastDay = Math.floor(zone.wallOf(end) / dayMs) + 1
  guardDays(firstDay, lastDay)
  return covers(open.opening, firstDay, lastDay, start, end, (wall) => zone.instantOf(wall as Wall))
}

/**
 * The same question in pure wall time, for a booking that no transition touches.
 * @param wallStart @param wallEnd wall ms (day number · 864e5 + time of day)
 */
export function isWithinOpenWall(opening: WeeklyOpening, wallStart: number, wallEnd: number): boolean {
  const firstDay = Math.floor(wallStart / dayMs) - daysBack
  const lastDay = Math.floor(wallEnd / dayMs)
  guardDays(firstDay, lastDay)
  return covers(opening, firstDay, lastDay, wallStart, wallEnd, (wall) => wall)
}

/**
 * The open stretches within [from, to), clipped to it, merged, ascending.
 * @throws CoreError `invalid_interval` for an empty window, `budget_exceeded` beyond `openDaysMax` days
 * @example
 * const hours = { start: '09:00', end: '17:00' }
 * const berlin = zoneOf('Europe/Berlin')
 * const eight = asInstant(Date.UTC(2026, 0, 5, 8))
 * const open = compileBusinessHours(hours, berlin)
 * openIntervalsOf(open, eight, asInstant(eight + 86_400_000)).length // => 1
 */
export function openIntervalsOf(open: OpenHours, from: Instant, to: Instant): Interval[] {
  interval(from, to)
  if (open.opening === null) return [{ start: from, end: to }]
  const { zone, opening } = open
  const firstDay = Math.floor(zone.wallOf(from) / dayMs) - daysBack
  const lastDay = Math.floor(zone.wallOf(to) / dayMs) + 1
  guardDays(firstDay, lastDay)
  const found: Interval[] = []
  for (let day = firstDay; day <= lastDay; day++) {
    eachRange(opening, day, (wallStart, wallEnd) => {
      const start = Math.max(zone.instantOf(wallStart as Wall), from) as Instant
      const end = Math.min(zone.instantOf(wallEnd as Wall), to) as Instant
      if (start < end) found.push({ start, end })
    })
  }
  return mergeIntervals(found)
}

/**
 * `isWithinOpenHours` for hours that are asked once.
 * @example
 * const hours = { start: '09:00', end: '17:00' }
 * const berlin = zoneOf('Europe/Berlin')
 * const eight = asInstant(Date.UTC(2026, 0, 5, 8))
 * isWithinBusinessHours(hours, berlin, eight, asInstant(eight + 3_600_000)) // => true
 */
export function isWithinBusinessHours(
  hours: BusinessHours,
  zone: Zone,
  start: Instant,
  end: Instant,
): boolean {
  return isWithinOpenHours(compileBusinessHours(hours, zone), start, end)
}

/**
 * `openIntervalsOf` for hours that are asked once.
 * @example
 * const hours = { start: '09:00', end: '17:00' }
 * const berlin = zoneOf('Europe/Berlin')
 * const eight = asInstant(Date.UTC(2026, 0, 5, 8))
 * openIntervals(hours, berlin, eight, asInstant(eight + 86_400_000)).length // => 1
 */
export function openIntervals(hours: BusinessHours, zone: Zone, from: Instant, to: Instant): Interval[] {
  return openIntervalsOf(compileBusinessHours(hours, zone), from, to)
}

/** Calls `visit` with the wall start and wall end of every stretch that begins on `day`. */
function eachRange(
  opening: WeeklyOpening,
  day: number,
  visit: (wallStart: number, wallEnd: number) => void,
): void {
  const ranges = opening.ranges[weekdayOf(day)]!
  if (isClosedDay(opening, day)) return
  const cut = ranges[ranges.length - 1]! > dayMs && isClosedDay(opening, day + 1) ? dayMs : 2 * dayMs
  for (let i = 0; i < ranges.length; i += 2) {
    const end = Math.min(ranges[i + 1]!, cut)
    if (ranges[i]! < end) visit(day * dayMs + ranges[i]!, day * dayMs + end)
  }
}

/**
 * Whether the union of the stretches covers [start, end). `toTime` need not be monotonic inside a gap, so
 * passes repeat while they still extend the covered part.
 */
function covers(
  opening: WeeklyOpening,
  firstDay: number,
  lastDay: number,
  start: number,
  end: number,
  toTime: (wall: number) => number,
): boolean {
  let covered = start
  let before: number
  do {
    before = covered
    for (let day = firstDay; day <= lastDay && covered < end; day++) {
      eachRange(opening, day, (wallStart, wallEnd) => {
        if (toTime(wallStart) > covered) return
        const until = toTime(wallEnd)
        if (until > covered) covered = until
      })
    }
  } while (covered > before && covered < end)
  return covered >= end
}

function guardDays(firstDay: number, lastDay: number): void {
  if (lastDay - firstDay > openDaysMax) {
    throw new CoreError('budget_exceeded', `business hours are asked over more than ${openDaysMax} days`)
  }
}
