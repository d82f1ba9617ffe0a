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

/**
 * The two rows as JSON for `jsonb_populate_record`, and the job that dispatches the event. An event that nobody has to
 * hear of is written as dispatched and costs no job.
 */
export const changeRows = (
  ctx: Context,
  change: Change,
): { audit: string; event: string; job: Job | null } => {
  const at = instantToSql(ctx.nowMs)
  const isForAttendees = ctx.notifyAttendees === true
  const details = isForAttendees ? { ...change.details, notifyAttendees: true } : change.details
  const common = { bucket: change.bucket, booking_id: change.bookingId, version: change.version }
  return {
    audit: JSON.stringify({
      ...common,
      id: mintId(change.bucket, ctx.nowMs),
      action: change.action,
      actor: ctx.actor.subject,
      request_id: ctx.requestId ?? null,
      details,
      at,
    }),
    event: JSON.stringify({
      ...common,
      id: mintId(change.bucket, ctx.nowMs),
      kind: change.action,
      payload: details,
      created_at: at,
      dispatched_at: isForAttendees ? null : at,
    }),
    job: isForAttendees ? dispatchJob(change.bookingId, { traceparent: ctx.traceparent }) : null,
  }
}

/** Writes the audit row and the event of a change, and enqueues its dispatch, in the transaction of the change. */
export const recordChange = async (sql: Sql, ctx: Context, change: Change): Promise<void> => {
  const { audit, event, job } = changeRows(ctx, change)
  await sql`
    WITH audited AS (
      INSERT INTO audit SELECT * FROM jsonb_populate_record(NULL::audit, ${audit}::text::jsonb)
    )
    INSERT INTO outbox SELECT * FROM jsonb_populate_record(NULL::outbox, ${event}::text::jsonb)`
  if (job !== null) await enqueue(sql, job)
}
