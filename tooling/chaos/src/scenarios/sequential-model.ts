import {
  Calendar,
  ModelMismatch,
  type Operation,
  operationArbitrary,
  performOperation,
  type SendOperation,
} from '@booking/testkit/model'
import fc from 'fast-check'
import { isTurnedAway } from '../client.ts'
import type { Random } from '../random.ts'
import { type Run, scenario } from '../run.ts'
import { openWorld, type World } from '../world.ts'

const DAY_MS = 86_400_000
/** As many operations as one resource sees: with more, it is so full that most are refused. */
const OPERATIONS_A_RESOURCE = 40
/** Resources at a time; each is one person's, so that a sequential model can tell every answer. */
const LANES = 48
/** The model's first day: operations are about the future. */
const FIRST_DAY_AHEAD = 3

interface Sizing {
  readonly operations: number
}

/** The same operations for the same number, on every machine. */
const operationsOf = (random: Random): Operation[] =>
  fc.sample(operationArbitrary, { seed: random.below(2 ** 31), numRuns: OPERATIONS_A_RESOURCE })

/** Whether the operation was done nobody can tell, so that nothing more can be told of its resource. */
class TurnedAway extends Error {}

/** Sends through the two processes by turns, and counts. */
const senderOf = (world: World, first: number, onSent: () => void): SendOperation => {
  let turn = first
  return async (method, path, body) => {
    const { base } = world.apis[turn++ % world.apis.length]!
    const answer = await world.client.send(base, method, path, { body })
    onSent()
    if (isTurnedAway(answer)) throw new TurnedAway()
    if (answer.lost !== undefined) throw new ModelMismatch(`${method} ${path} was not answered`)
    return answer
  }
}

/** What the database holds for a resource against what the calendar says takes place before the horizon. */
const compareClaims = async (run: Run, world: World, resourceId: string, calendar: Calendar) => {
  const { sql } = world.database
  const [row] = await sql<{ bucket: number; until: number }[]>`
    SELECT bucket, (extract(epoch FROM horizon_until) * 1000)::float8 AS until
    FROM resources WHERE id = ${resourceId}`
  // Without the bucket, which leads every key, all claims of all resources are read.
  const rows = await sql<{ id: string; start: number; end: number }[]>`
    SELECT booking_id AS id, (extract(epoch FROM lower(during)) * 1000)::float8 AS start,
      (extract(epoch FROM upper(during)) * 1000)::float8 AS "end"
    FROM occurrences WHERE bucket = ${row!.bucket} AND resource_id = ${resourceId} ORDER BY lower(during)`
  const stored = rows.map(({ id, start, end }) => `${start} ${end} ${id}`)
  const expected = [...calendar.taking()].flatMap(({ booking, day, interval: { start, end } }) =>
    booking.isSeries && !booking.exceptionIds.has(day) && start >= row!.until
      ? []
      : [`${start} ${end} ${booking.id}`],
  )
  if (stored.sort().join('\n') !== expected.sort().join('\n'))
    run.fail(
      `resource ${resourceId} holds ${stored.length} claims, not the ${expected.length} of the calendar`,
    )
}

interface Progress {
  operations: number
  /** Resources that were given up because the service asked to come back later. */
  turnedAway: number
}

const playResource = async (run: Run, world: World, number: number, progress: Progress, total: number) => {
  const random = run.random.fork(`resource ${number}`)
  const resourceId = await world.newResource(`Calendar ${number}`, number % 2)
  const firstMs = (Math.floor(Date.now() / DAY_MS) + FIRST_DAY_AHEAD) * DAY_MS
  const calendar = new Calendar(firstMs)
  let sent = 0
  const send = senderOf(world, number, () => sent++)
  for (const op of operationsOf(random)) {
    if (progress.operations >= total) break
    const sentBefore = sent
    try {
      await performOperation({ calendar, resourceId, send }, op)
      // Some find nothing to be done to.
      if (sent > sentBefore) progress.operations++
    } catch (error) {
      if (error instanceof TurnedAway) {
        progress.turnedAway++
        run.late(`calendar ${number} was given up: the service asked to come back later`)
        return
      }
      if (!(error instanceof ModelMismatch)) throw error
      // After it the two differ, so that nothing more can be told of this resource.
      run.fail(`calendar ${number}: ${error.message}`)
      return
    }
  }
  await compareClaims(run, world, resourceId, calendar)
}

export const sequentialModel = scenario<Sizing>({
  id: 'R2',
  title: 'Random operations against a model',
  promise:
    'Singles, series, exceptions, scoped edits, cancels and re-books in random order: every answer is the one of a person with a paper calendar, and so are the rows.',
  sizes: { quick: { operations: 20_000 }, full: { operations: 1_000_000 } },
  describe: ({ operations }) => `${operations.toLocaleString('en-US')} operations`,
  async run(run, { operations }) {
    const world = await openWorld(run, { name: 'model', api: { env: { LOG_LEVEL: 'warn' } } })
    const progress: Progress = { operations: 0, turnedAway: 0 }
    const begun = Date.now()
    const isOver = () =>
      progress.operations >= operations || (run.endsAtMs !== null && Date.now() >= run.endsAtMs)
    let resources = 0
    const lane = async () => {
      while (!isOver()) {
        await playResource(run, world, resources++, progress, operations)
        const perSecond = progress.operations / ((Date.now() - begun) / 1000)
        run.progress(progress.operations, operations, `${Math.round(perSecond)}/s`)
      }
    }
    await Promise.all(Array.from({ length: LANES }, lane))
    const seconds = (Date.now() - begun) / 1000
    run.figure('operations', progress.operations)
    run.figure('turned away', progress.turnedAway)
    run.figure('refused', world.client.statuses.get(409) ?? 0)
    run.figure('operations/s', Math.round(progress.operations / seconds))
    await world.close()
  },
})
