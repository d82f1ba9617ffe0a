import {
  claimNotification,
  type Database,
  dispatchEvents,
  dispatchJob,
  enqueue,
  isSuperseded,
  type NotificationFacts,
  type NotificationOutcome,
  nextNotificationAt,
  postponeNotifications,
  settleNotification,
} from '@booking/storage'
import type { Logger } from 'pino'
import { composeMessage } from '../mail/compose-message.ts'
import { MailError, type Mailer } from '../mail/mail-message.ts'
import { ATTEMPTS_MAX, retryDelayMs } from '../mail/retry.ts'
import type { WorkerMetrics } from '../metrics.ts'

export interface DispatchDeps {
  readonly database: Database
  /** Null where no mail server is configured; notifications then say so. */
  readonly mailer: Mailer | null
  readonly clock: () => number
  /** A number from 0 to 1. */
  readonly random: () => number
  readonly logger: Logger
  readonly metrics: Pick<WorkerMetrics, 'notificationSettled'>
  readonly isStopping: () => boolean
}

/**
 * Takes the events of one booking to where they go: today, e-mails to its attendees. What cannot be sent now is
 * enqueued again for when it can. Stopped or killed anywhere, the next run goes on; one that was killed between
 * sending a message and writing that down sends it once more, under the same Message-ID.
 *
 * @param traceparent the request that enqueued it, in its trace; handed on to the next run
 */
export const dispatchOutboxJob = async (
  deps: DispatchDeps,
  bookingId: string,
  traceparent?: string,
): Promise<void> => {
  const { database, clock, mailer } = deps
  await dispatchEvents(database, bookingId, { nowMs: clock(), canMail: mailer !== null })
  let pausedUntilMs = 0
  while (!deps.isStopping() && pausedUntilMs === 0) {
    const next = await claimNotification(database, bookingId, clock())
    if (next === null) break
    const { outcome, isUnreachable } = await tell(deps, next.facts, next.claimed.attempts)
    await settleNotification(database, next.claimed, outcome, clock())
    deps.metrics.notificationSettled(outcome.status)
    deps.logger.info({ bookingId, eventId: next.claimed.eventId, ...outcome }, 'notification')
    if (isUnreachable && outcome.status === 'pending') {
      pausedUntilMs = outcome.retryAtMs
      await postponeNotifications(database, bookingId, { ...outcome, nowMs: clock() })
    }
  }
  const dueAt = await nextNotificationAt(database, bookingId)
  if (dueAt === null) return
  const delayMs = Math.max(0, Math.max(dueAt, pausedUntilMs) - clock())
  await enqueue(database.sql, dispatchJob(bookingId, { delayMs, traceparent }))
}

interface Told {
  readonly outcome: NotificationOutcome
  /** The mail server takes nothing from us at the moment. */
  readonly isUnreachable: boolean
}

const tell = async (deps: DispatchDeps, facts: NotificationFacts, attempts: number): Promise<Told> => {
  const { address } = facts
  const isUnreachable = false
  if (isSuperseded(facts)) return { outcome: { status: 'superseded' }, isUnreachable }
  if (address === null) return { outcome: { status: 'no_address' }, isUnreachable }
  if (deps.mailer === null) return { outcome: { status: 'not_configured' }, isUnreachable }
  try {
    const nowMs = deps.clock()
    const message = composeMessage({ ...facts, address }, { sender: deps.mailer.sender, nowMs })
    await deps.mailer.send(message, nowMs)
    return { outcome: { status: 'sent' }, isUnreachable }
  } catch (error) {
    // A message that we cannot write must not keep those behind it waiting.
    const failure = error instanceof MailError ? error : new MailError('later', (error as Error).name)
    return afterFailure(deps, failure, attempts)
  }
}

const afterFailure = (deps: DispatchDeps, { code, failure }: MailError, attempts: number): Told => {
  const isUnreachable = failure === 'unreachable'
  if (failure === 'refused' || attempts >= ATTEMPTS_MAX)
    return { outcome: { status: 'failed', error: code }, isUnreachable }
  const retryAtMs = deps.clock() + retryDelayMs(attempts, deps.random())
  return { outcome: { status: 'pending', error: code, retryAtMs }, isUnreachable }
}
