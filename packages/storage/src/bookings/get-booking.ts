import { bucketOfId } from '../bucket.ts'
import type { Context } from '../context.ts'
import type { Database } from '../database.ts'
import { type Guarded, mayView } from '../permissions/may.ts'
import { Refusal } from '../refusal.ts'
import type { BookingRecord } from '../schema/bookings.ts'

/**
 * A booking by its id, which names its bucket; one that moved to another resource is found by its forwarding
 * row. Its creator, its attendees and whoever may view its resource may read it; to others it is not there.
 *
 * @throws Refusal booking_not_found
 */
export const getBooking = async (ctx: Context, bookingId: string): Promise<BookingRecord> => {
  const found = await findBooking(ctx.database, bookingId)
  if (found === null || !(await mayRead(ctx, found))) throw new Refusal('booking_not_found', { bookingId })
  return found.booking
}

interface Found {
  readonly booking: BookingRecord
  readonly access: Guarded['access']
}

const mayRead = async (ctx: Context, { booking, access }: Found): Promise<boolean> => {
  const { subject } = ctx.actor
  if (booking.createdBy === subject || booking.attendees.includes(subject)) return true
  return mayView(ctx, { bucket: booking.bucket, id: booking.resourceId, access })
}

/** A booking, whoever asks, with who may see its resource; null when there is none. */
export const findBooking = async ({ reads, sql }: Database, id: string): Promise<Found | null> => {
  const bucket = bucketOfId(id)
  const [found] = await reads.booking.execute({ bucket, id })
  if (found !== undefined) return found
  const [move] = await sql<{ to_bucket: number }[]>`
    SELECT to_bucket FROM booking_moves WHERE bucket = ${bucket} AND booking_id = ${id}`
  if (move === undefined) return null
  const [moved] = await reads.booking.execute({ bucket: move.to_bucket, id })
  return moved ?? null
}
