const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/**
 * How far the model looks, in days from its first. The operations' periods have a common multiple of 126 days and its
 * single bookings lie within 1,400 days, so that every clash there can be is seen.
 */
const MODEL_DAYS = 1_830

/** Milliseconds since the epoch; closed-open, and within one day of UTC. */
export interface Interval {
  readonly start: number
  readonly end: number
}

/** A start within the model's days. An interval ends on the day it starts on: 12 and 6 hours at most. */
export interface Slot {
  /** Days from the first of the calendar. */
  readonly day: number
  /** From 0 to 12. */
  readonly hour: number
  /** From 1 to 6. */
  readonly hours: number
}

/** Occurrences by the day each is named after. */
export type Occurrences = Map<number, Interval | 'cancelled'>

export interface ModelBooking {
  readonly id: string
  readonly isSeries: boolean
  readonly occurrences: Occurrences
  /** What the rule says, before exceptions, in order of time. */
  readonly original: Map<number, Interval>
  readonly exceptionIds: Map<number, string>
  /** Days left out because they were taken when the series was made. */
  readonly skipped: Set<number>
}

/** What wanted intervals come in place of: a booking, one day of it, or all of it from a day on. */
export interface LeftOut {
  readonly booking: ModelBooking
  readonly day?: number
  readonly from?: number
}

export const takesPlace = (occurrence: Interval | 'cancelled'): occurrence is Interval =>
  occurrence !== 'cancelled'

const dayOf = ({ start }: Interval): number => Math.floor(start / DAY_MS)

const overlap = (a: Interval, b: Interval): boolean => a.start < b.end && b.start < a.end

/** Whether any two of the intervals overlap. */
export const overlapAmong = (intervals: readonly Interval[]): boolean => {
  const sorted = [...intervals].sort((a, b) => a.start - b.start)
  return sorted.some((interval, at) => at > 0 && overlap(sorted[at - 1]!, interval))
}

/** One resource as a person with a paper calendar would run it: one thing after the other, comparing everything. */
export class Calendar {
  readonly bookings: ModelBooking[] = []
  readonly #firstMs: number

  /** @param firstMs midnight of UTC; milliseconds since the epoch */
  constructor(firstMs: number) {
    this.#firstMs = firstMs
  }

  intervalOf({ day, hour, hours }: Slot): Interval {
    const start = this.#firstMs + day * DAY_MS + hour * HOUR_MS
    return { start, end: start + hours * HOUR_MS }
  }

  /** `2027-01-18`, as the API names an occurrence. */
  dateOf(day: number): string {
    return new Date(this.#firstMs + day * DAY_MS).toISOString().slice(0, 10)
  }

  /** The reverse of {@link dateOf}. */
  dayNamed(date: string): number {
    return (Date.parse(date) - this.#firstMs) / DAY_MS
  }

  /** Everything that takes place, by booking. */
  *taking(): Generator<{ booking: ModelBooking; day: number; interval: Interval }> {
    for (const booking of this.bookings)
      for (const [day, interval] of booking.occurrences)
        if (takesPlace(interval)) yield { booking, day, interval }
  }

  /** Whether nothing but what is left out overlaps any of the intervals. */
  isFree(wanted: Iterable<Interval>, leftOut?: LeftOut): boolean {
    const taken = new Map<number, Interval[]>()
    for (const { booking, day, interval } of this.taking()) {
      const isLeftOut =
        booking === leftOut?.booking && (leftOut.day ?? day) === day && (leftOut.from ?? day) <= day
      if (isLeftOut) continue
      const sameDay = taken.get(dayOf(interval))
      if (sameDay === undefined) taken.set(dayOf(interval), [interval])
      else sameDay.push(interval)
    }
    return [...wanted].every(
      (interval) => !taken.get(dayOf(interval))?.some((other) => overlap(interval, other)),
    )
  }

  add(id: string, isSeries: boolean, original: Map<number, Interval>, skipped = new Set<number>()): void {
    const occurrences: Occurrences = new Map(original)
    for (const day of skipped) occurrences.set(day, 'cancelled')
    this.bookings.push({ id, isSeries, occurrences, original, exceptionIds: new Map(), skipped })
  }

  remove(booking: ModelBooking): void {
    this.bookings.splice(this.bookings.indexOf(booking), 1)
  }

  /** What a rule of so many days a step says. @param count null for a series without end */
  seriesDays(slot: Slot, step: number, count: number | null): Map<number, Interval> {
    const days = new Map<number, Interval>()
    for (let day = slot.day; day < MODEL_DAYS && days.size < (count ?? MODEL_DAYS); day += step)
      days.set(day, this.intervalOf({ ...slot, day }))
    return days
  }

  /** The part of a series from a day on, at another hour: exceptions stay as they are. */
  retimed(booking: ModelBooking, from: number, hour: number): Omit<ModelBooking, 'id'> {
    const original = new Map<number, Interval>()
    const occurrences: Occurrences = new Map()
    const exceptionIds = new Map<number, string>()
    const skipped = new Set<number>()
    for (const [day, { start, end }] of booking.original) {
      if (day < from) continue
      const interval = this.intervalOf({ day, hour, hours: (end - start) / HOUR_MS })
      original.set(day, interval)
      const exceptionId = booking.exceptionIds.get(day)
      if (exceptionId !== undefined) exceptionIds.set(day, exceptionId)
      if (booking.skipped.has(day)) skipped.add(day)
      const isOwn = exceptionId !== undefined || skipped.has(day)
      occurrences.set(day, isOwn ? booking.occurrences.get(day)! : interval)
    }
    return { isSeries: true, original, occurrences, exceptionIds, skipped }
  }

  /** Cuts a series off before a day; from its first day on, nothing of it is left. */
  endBefore(booking: ModelBooking, day: number): void {
    if (day === [...booking.original.keys()][0]) {
      this.remove(booking)
      return
    }
    for (const days of [booking.original, booking.occurrences, booking.exceptionIds, booking.skipped])
      for (const later of [...days.keys()].filter((other) => other >= day)) days.delete(later)
  }
}
