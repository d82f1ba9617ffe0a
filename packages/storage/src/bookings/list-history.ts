import type { Action } from '../change.ts'
import type { Context } from '../context.ts'
import { listNotifications, type NotificationEntry } from '../notifications/list-notifications.ts'
import type { Page } from '../resources/list-resources.ts'
import { instantFromSql } from '../sql-values.ts'
import { getBooking } from './get-booking.ts'

export interface HistoryEntry {
  readonly id: string
  readonly version: number
  readonly action: Action
  readonly actor: string
  readonly requestId: string | null
  readonly details: Record<string, unknown>
  /** Milliseconds since the epoch. */
  readonly at: number
  /** Whom it was told by e-mail, and how that went; empty where nobody was to be told. */
  readonly notifications: readonly NotificationEntry[]
}

/** What happened to a booking, newest first. @throws Refusal booking_not_found */
export const listHistory = async (
  ctx: Context,
  bookingId: string,
  { page, limit }: { page: number; limit: number },
): Promise<Page<HistoryEntry>> => {
  const booking = await getBooking(ctx, bookingId)
  const rows = await ctx.database.sql<
    {
      id: string
      version: number
      action: Action
      actor: string
      request_id: string | null
      details: Record<string, unknown>
      at: string
    }[]
  >`
    SELECT id, version, action, actor, request_id, details, at::text FROM audit
    WHERE bucket = ${booking.bucket} AND booking_id = ${booking.id}
    ORDER BY version DESC LIMIT ${limit} OFFSET ${(page - 1) * limit}`
  const told = await listNotifications(
    ctx.database.sql,
    booking,
    rows.filter(({ details }) => details.notifyAttendees === true).map(({ version }) => version),
  )
  return {
    items: rows.map(({ request_id: requestId, at, ...row }) => ({
      ...row,
      requestId,
      at: instantFromSql(at),
      notifications: told.filter(({ version }) => version === row.version),
    })),
    total: booking.version,
  }
}
