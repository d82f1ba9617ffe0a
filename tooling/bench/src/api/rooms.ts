const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const DAYS_MAX = 700

/** Rooms for single bookings, and rooms for series, which are kept apart so that neither is in the way of the other. */
export const SINGLE_ROOMS = 800
export const SERIES_ROOMS = 150
/** Rooms that are each taken by one long series. */
const WHOLE_ROOMS = 50
export const ROOMS = SINGLE_ROOMS + SERIES_ROOMS + WHOLE_ROOMS

/** Ids of the rooms: those for single bookings first. */
export type Rooms = readonly string[]

/** Midnight after tomorrow, in UTC: everything is booked from then on. */
export const firstDayMs = (Math.floor(Date.now() / DAY_MS) + 2) * DAY_MS

export interface Slot {
  readonly resourceId: string
  /** Milliseconds since the epoch. */
  readonly start: number
  readonly end: number
}

/** A half hour that begins on the hour; `hour` counts from the first day. */
export const bookedSlot = (resourceId: string, hour: number): Slot => {
  const start = firstDayMs + hour * HOUR_MS
  return { resourceId, start, end: start + HOUR_MS / 2 }
}

/** The half hour after a booked one, which stays free. */
export const freeSlot = (resourceId: string, hour: number): Slot => {
  const { end } = bookedSlot(resourceId, hour)
  return { resourceId, start: end, end: end + HOUR_MS / 2 }
}

const SERIES_DAYS = 12

/** Hands out slots that nothing is in the way of, each one once. */
export class SlotSupply {
  readonly #rooms: Rooms
  #singles = 0
  #series = 0
  #whole = 0

  constructor(rooms: Rooms) {
    this.#rooms = rooms
  }

  single(): Slot {
    const serial = this.#singles++
    const hour = Math.floor(serial / SINGLE_ROOMS)
    if (hour >= DAYS_MAX * 24) throw new RangeError('no slot is left')
    return bookedSlot(this.#rooms[serial % SINGLE_ROOMS]!, hour)
  }

  /** The first of twelve on as many days. */
  series(): Slot {
    const serial = this.#series++
    const place = Math.floor(serial / SERIES_ROOMS)
    const day = Math.floor(place / 24) * SERIES_DAYS
    if (day + SERIES_DAYS > DAYS_MAX) throw new RangeError('no slot is left')
    return bookedSlot(this.#rooms[SINGLE_ROOMS + (serial % SERIES_ROOMS)]!, day * 24 + (place % 24))
  }

  /** The first slot of a room that is not used for anything else. */
  wholeRoom(): Slot {
    const serial = this.#whole++
    if (serial >= WHOLE_ROOMS) throw new RangeError('no room is left')
    return bookedSlot(this.#rooms[SINGLE_ROOMS + SERIES_ROOMS + serial]!, 0)
  }

  /** A single slot that was handed out. @param random 0 to below 1 */
  knownSlot(random: number): Slot {
    const { resourceId, hour } = this.#known(random)
    return bookedSlot(resourceId, hour)
  }

  /** The free half hour after one. */
  besideKnown(random: number): Slot {
    const { resourceId, hour } = this.#known(random)
    return freeSlot(resourceId, hour)
  }

  #known(random: number): { resourceId: string; hour: number } {
    const serial = Math.floor(random * this.#singles)
    return { resourceId: this.#rooms[serial % SINGLE_ROOMS]!, hour: Math.floor(serial / SINGLE_ROOMS) }
  }
}
