import { rounded } from '../latencies.ts'
import { startMailSink } from '../mail-sink.ts'
import type { Run } from '../run.ts'
import { until } from '../until.ts'
import { openWorld, type World } from '../world.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const TOLD_MS_MAX = 45_000
const WORKERS = 3
/** As many as a worker has under way at once (WORKER_CONCURRENCY). */
const AT_ONCE = 2
const UNDER_WAY = WORKERS * AT_ONCE

const bookWithMail = async (world: World, resourceId: string, at: number): Promise<void> => {
  const start = (Math.floor(Date.now() / DAY_MS) + 10 + at) * DAY_MS
  const body = {
    resourceId,
    title: `Told ${at}`,
    startTime: new Date(start).toISOString(),
    endTime: new Date(start + HOUR_MS).toISOString(),
    attendees: [`attendee-${at}@example.com`],
  }
  const path = '/bookings?notifyAttendees=true'
  const { status } = await world.client.send(world.apis[at % 2]!.base, 'POST', path, { body })
  if (status !== 201) throw new Error(`A booking was answered ${status}`)
}

const unsent = async ({ database: { sql } }: World): Promise<number> => {
  const [row] = await sql<{ count: number }[]>`
    SELECT (SELECT count(*) FROM outbox WHERE dispatched_at IS NULL)::int
      + (SELECT count(*) FROM notifications WHERE status <> 'sent')::int AS count`
  return row!.count
}

/**
 * Workers are killed when each has messages under way that the mail server has, and has not yet said that it has. The
 * one that is left sends them again: once, under the same Message-ID, so that mail programs show one.
 */
export const killMailers = async (run: Run, rounds: number): Promise<void> => {
  const sink = await startMailSink()
  run.afterwards(() => sink.close())
  const env = {
    SMTP_URL: sink.url,
    MAIL_FROM: 'Rooms <rooms@example.com>',
    WORKER_CONCURRENCY: String(AT_ONCE),
  }
  const world = await openWorld(run, { name: 'killed_mailers', workers: WORKERS + 1, worker: { env } })
  const [survivor, ...doomed] = world.workers
  const resourceId = await world.newResource('Told')
  let slowestMs = 0
  for (let round = 0; round < rounds; round++) {
    await survivor!.terminate()
    sink.hold()
    const held = sink.messages.size + UNDER_WAY
    for (let at = 0; at < UNDER_WAY; at++) await bookWithMail(world, resourceId, round * UNDER_WAY + at)
    await until('every worker is in the middle of a message', TOLD_MS_MAX, () => sink.messages.size >= held)
    await survivor!.start()
    sink.release()
    await Promise.all(doomed.map((worker) => worker.kill()))
    slowestMs = Math.max(
      slowestMs,
      await until('everybody is told', 2 * TOLD_MS_MAX, async () => (await unsent(world)) === 0),
    )
    if (round < rounds - 1) await Promise.all(doomed.map((worker) => worker.start()))
    run.progress(round + 1, rounds, 'messages')
  }
  if (slowestMs > TOLD_MS_MAX) run.late(`messages were sent ${rounded(slowestMs)} ms after the kill only`)
  const often = [...sink.messages.values()].filter((count) => count > 2).length
  if (often > 0) run.fail(`${often} messages came more than twice`)
  if (sink.messages.size !== rounds * UNDER_WAY)
    run.fail(`${rounds * UNDER_WAY} messages were due, ${sink.messages.size} came`)
  run.figure('messages', sink.messages.size)
  run.figure('of them twice', [...sink.messages.values()].filter((count) => count === 2).length)
  run.figure('told again after ms', rounded(slowestMs))
  await world.close()
}
