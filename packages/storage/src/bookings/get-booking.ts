import { bucketOfId } from '../bucket.ts'
import type { Context } from '../context.ts'
import type { Database } from '../database.ts'
import { Refusal } from '../refusal.ts'
import type { BookingRecord } from '../schema/bookings.ts'

/**
 * A booking by its id, which names its bucket; one that moved to another resource is found by its forwarding
 * row.
 *
 * @throws Refusal booking_not_found
 */
export const getBooking = async (ctx: Context, bookingId: string): Promise<BookingRecord> => {
  const booking = await findBooking(ctx.database, bookingId)
  if (booking === null) throw new Refusal('booking_not_found', { bookingId })
  return booking
}

const findBooking = async ({ reads, sql }: Database, id: string): Promise<BookingRecord | null> => {
  const bucket = bucketOfId(id)
  const [booking] = await reads.booking.execute({ bucket, id })
  if (booking !== undefined) return booking
  const [move] = await sql<{ to_bucket: number }[]>`
    SELECT to_bucket FROM booking_moves WHERE bucket = ${bucket} AND booking_id = ${id}`
  if (move === undefined) return null
  const [moved] = await reads.booking.execute({ bucket: move.to_bucket, id })
  return moved ?? null
}
