/**
 * Where and when people book: rooms that are open from 09:00 to 18:00 UTC, on working days of the coming 96 weeks.
 * Meetings of a team lie between 09:00 and 11:00, single bookings between 11:00 and 17:00, and the hour after that
 * is left to the bookings that are there before the run.
 */

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const WEEK_MS = 7 * DAY_MS
const WORKING_DAYS = 5

const WEEKS = 96
const SINGLE_HOUR_FIRST = 11
const SINGLE_HOURS = 6
const SERIES_HOUR_FIRST = 9
const SERIES_PLACES = 4
const SERIES_MS = HOUR_MS / 2
const SERIES_WEEKS = 3
const KEPT_HOUR = 17
/** Coprime with the numbers of slots, so that neighbours in time of asking lie far apart. */
const STRIDE = 1_000_003

/** Occurrences of one series: the working days of two weeks, and two more. */
export const seriesOccurrences = 12
export const seriesRule = `FREQ=WEEKLY;COUNT=${seriesOccurrences};BYDAY=MO,TU,WE,TH,FR`

/** A room by its position in the list, and a half-open interval in milliseconds since the epoch. */
export interface Slot {
  readonly room: number
  readonly startMs: number
  readonly endMs: number
}

/** The Monday, 00:00 UTC, that is at least a week away from `nowMs`. */
export function firstMonday(nowMs: number): number {
  const day = Math.ceil(nowMs / DAY_MS) + 7
  // Day 0 of the epoch was a Thursday, and day 4 a Monday.
  return (day + ((((4 - day) % 7) + 7) % 7)) * DAY_MS
}

/** The `index`-th slot of a single booking; no two overlap before all are used, then they begin again. */
export function singleSlot(index: number, rooms: number, mondayMs: number): Slot {
  const place = scattered(index, rooms * SINGLE_HOURS * WEEKS * WORKING_DAYS)
  const hour = SINGLE_HOUR_FIRST + (Math.floor(place / rooms) % SINGLE_HOURS)
  const day = Math.floor(place / rooms / SINGLE_HOURS)
  const startMs =
    mondayMs + Math.floor(day / WORKING_DAYS) * WEEK_MS + (day % WORKING_DAYS) * DAY_MS + hour * HOUR_MS
  return { room: place % rooms, startMs, endMs: startMs + HOUR_MS }
}

/** The first occurrence of the `index`-th series; no occurrences of two overlap before all places are used. */
export function seriesSlot(index: number, rooms: number, mondayMs: number): Slot {
  const place = scattered(index, rooms * SERIES_PLACES * (WEEKS / SERIES_WEEKS))
  const half = Math.floor(place / rooms) % SERIES_PLACES
  const block = Math.floor(place / rooms / SERIES_PLACES)
  const startMs = mondayMs + block * SERIES_WEEKS * WEEK_MS + SERIES_HOUR_FIRST * HOUR_MS + half * SERIES_MS
  return { room: place % rooms, startMs, endMs: startMs + SERIES_MS }
}

/** Every occurrence of a series that begins on a Monday, the first one included. */
export function occurrencesOf(first: Slot): Slot[] {
  return Array.from({ length: seriesOccurrences }, (_, i) => {
    const shift = Math.floor(i / WORKING_DAYS) * WEEK_MS + (i % WORKING_DAYS) * DAY_MS
    return { room: first.room, startMs: first.startMs + shift, endMs: first.endMs + shift }
  })
}

/** The slot of a booking that is made before the run: one a room, on the first day. */
export function keptSlot(room: number, mondayMs: number): Slot {
  const startMs = mondayMs + KEPT_HOUR * HOUR_MS
  return { room, startMs, endMs: startMs + HOUR_MS }
}

function scattered(index: number, count: number): number {
  return ((index % count) * STRIDE) % count
}
