import type { Context } from './context.ts'
import type { Sql } from './database.ts'
import { mintId } from './mint-id.ts'
import { dispatchJob } from './outbox/dispatch-job.ts'
import { enqueue, type Job } from './queue/enqueue.ts'
import { instantToSql } from './sql-values.ts'

/** What can happen to a booking; each is one audit row and one event. */
export type Action =
  | 'booking.created'
  | 'booking.updated'
  | 'booking.retimed'
  | 'booking.split'
  | 'booking.cancelled'
  | 'exception.created'
  | 'exception.replaced'
  | 'exception.undone'
  | 'occurrence.rebooked'

/** A change of a booking, told once: {@link changeRows} makes its audit row and its event of the outbox. */
export interface Change {
  readonly bucket: number
  readonly bookingId: string
  readonly version: number
  readonly action: Action
  readonly details: Record<string, unknown>
}

/** What the two rows of a change hold besides what {@link Change} says, and the job that dispatches the event. */
export interface ChangeRows {
  readonly auditId: string
  readonly eventId: string
  readonly actor: string
  readonly requestId: string | null
  /** JSON. */
  readonly details: string
  readonly at: string
  /** An event that nobody has to hear of is written as dispatched and costs no job. */
  readonly dispatchedAt: string | null
  readonly job: Job | null
}

export const changeRows = (ctx: Context, { bucket, bookingId, details }: Change): ChangeRows => {
  const at = instantToSql(ctx.nowMs)
  const isForAttendees = ctx.notifyAttendees === true
  return {
    auditId: mintId(bucket, ctx.nowMs),
    eventId: mintId(bucket, ctx.nowMs),
    actor: ctx.actor.subject,
    requestId: ctx.requestId ?? null,
    details: JSON.stringify(isForAttendees ? { ...details, notifyAttendees: true } : details),
    at,
    dispatchedAt: isForAttendees ? null : at,
    job: isForAttendees ? dispatchJob(bookingId, { traceparent: ctx.traceparent }) : null,
  }
}

/** Writes the audit row and the event of a change, and enqueues its dispatch, in the transaction of the change. */
export const recordChange = async (sql: Sql, ctx: Context, change: Change): Promise<void> => {
  const { bucket, bookingId, version, action } = change
  const { auditId, eventId, actor, requestId, details, at, dispatchedAt, job } = changeRows(ctx, change)
  await sql`
    WITH audited AS (
      INSERT INTO audit (bucket, id, booking_id, version, action, actor, request_id, details, at)
      SELECT ${bucket}, ${auditId}, ${bookingId}, ${version}, ${action}, ${actor}, ${requestId},
        ${details}::text::jsonb, ${at}
    )
    INSERT INTO outbox (bucket, id, booking_id, version, kind, payload, created_at, dispatched_at)
    SELECT ${bucket}, ${eventId}, ${bookingId}, ${version}, ${action}, ${details}::text::jsonb, ${at}, ${dispatchedAt}`
  if (job !== null) await enqueue(sql, job)
}
