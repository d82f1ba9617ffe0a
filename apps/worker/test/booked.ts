import {
  type BookingRecord,
  type Context,
  createBooking,
  createResource,
  type Database,
  defaultBounds,
  listHistory,
  type NotificationEntry,
  openDatabase,
} from '@booking/storage'
import { createTestDatabase } from '@booking/testkit'
import { afterAll } from 'vitest'

const HOUR_MS = 3_600_000

/** A room in Berlin that is always open. */
export const createRoom = (ctx: Context, name: string) =>
  createResource(ctx, {
    name,
    type: 'meeting_room',
    capacity: 10,
    location: 'Floor 2',
    amenities: [],
    businessHours: null,
    timeZone: 'Europe/Berlin',
    isActive: true,
  })

/** A room in Berlin, and somebody who books it and has the attendees told. */
export interface Desk {
  readonly url: string
  readonly database: Database
  readonly ctx: Context
  readonly resourceId: string
  readonly book: (attendees: readonly string[], title?: string) => Promise<BookingRecord>
  /** What became of telling the attendees of each change, newest change first. */
  readonly notifications: (bookingId: string) => Promise<readonly NotificationEntry[]>
}

export const openDesk = async (nowMs: number): Promise<Desk> => {
  const { url } = await createTestDatabase()
  const database = openDatabase({ url })
  afterAll(() => database.close())
  const ctx: Context = {
    database,
    actor: { subject: 'admin', role: 'admin' },
    nowMs,
    bounds: defaultBounds,
    notifyAttendees: true,
  }
  const { id: resourceId } = await createRoom(ctx, 'Blue Room')
  let booked = 0
  return {
    url,
    database,
    ctx,
    resourceId,
    book(attendees, title = 'Review') {
      const start = Date.parse('2027-03-01T09:00:00Z') + booked++ * HOUR_MS
      return createBooking(ctx, { resourceId, title, start, end: start + HOUR_MS, attendees })
    },
    async notifications(bookingId) {
      const { items } = await listHistory(ctx, bookingId, { page: 1, limit: 50 })
      return items.flatMap((entry) => entry.notifications)
    },
  }
}
