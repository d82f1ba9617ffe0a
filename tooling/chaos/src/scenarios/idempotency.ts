import { ageKey } from '../age-key.ts'
import type { Answer } from '../client.ts'
import { type Run, scenario } from '../run.ts'
import { openWorld, type World } from '../world.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** So many keys are sent once more after a kill -9 of the API, and with another body. */
const SAMPLE = 20
const DAYS = 600

interface Sizing {
  readonly twins: number
  readonly keys: number
}

interface Keyed {
  readonly key: string
  readonly body: { readonly title: string }
  readonly first: Answer
}

const post = (world: World, at: number, { key, body }: { key: string; body: object }) =>
  world.client.send(world.apis[at % world.apis.length]!.base, 'POST', '/bookings', { body, key })

const bodyAt = (resourceId: string, at: number) => {
  const day = Math.floor(Date.now() / DAY_MS) + 10 + (at % DAYS)
  const start = day * DAY_MS + Math.floor(at / DAYS) * HOUR_MS
  return {
    resourceId,
    title: `Twin ${at}`,
    startTime: new Date(start).toISOString(),
    endTime: new Date(start + HOUR_MS).toISOString(),
  }
}

/** All at once with one key: one booking, and one answer for all of them. */
const sendTwins = async (run: Run, world: World, twins: number, request: { key: string; body: object }) => {
  const answers = await Promise.all(Array.from({ length: twins }, (_, at) => post(world, at, request)))
  const outcomes = new Set(answers.map((answer) => `${answer.status} ${JSON.stringify(answer.body)}`))
  if (outcomes.size !== 1 || answers[0]!.status !== 201)
    run.fail(`${request.key}: ${outcomes.size} outcomes, such as ${[...outcomes][0]}`)
  const made = answers.filter((answer) => answer.headers['idempotency-replayed'] !== 'true')
  if (made.length !== 1) run.fail(`${request.key}: ${made.length} answers that were not replayed`)
  return answers[0]!
}

const expectReplay = async (run: Run, world: World, at: number, { first, ...request }: Keyed) => {
  const again = await post(world, at, request)
  const isSame = again.status === first.status && JSON.stringify(again.body) === JSON.stringify(first.body)
  if (!isSame || again.headers['idempotency-replayed'] !== 'true')
    run.fail(`${request.key}: sent again it was answered ${again.status} ${JSON.stringify(again.body)}`)
}

const expectRefused = async (run: Run, world: World, at: number, { key, body }: Keyed) => {
  const answer = await post(world, at, { key, body: { ...body, title: 'Another' } })
  if (answer.status !== 422 || answer.body.code !== 'idempotency_key_reused')
    run.fail(`${key}: another body was answered ${answer.status} ${answer.body.code}`)
}

/** A key that was written a day ago, by the database's clock, is taken for a new one. */
const expectExpiry = async (run: Run, world: World, { key, body, first }: Keyed) => {
  const { base } = world.apis[0]!
  await world.client.send(base, 'DELETE', `/bookings/${first.body.id}`)
  await ageKey(world, key, 25 * HOUR_MS)
  const answer = await world.client.send(base, 'POST', '/bookings', { body, key })
  if (answer.status !== 201 || answer.headers['idempotency-replayed'] !== undefined)
    run.fail(`${key}: a day later it was answered ${answer.status}, as if it was kept`)
}

export const idempotency = scenario<Sizing>({
  id: 'R4',
  title: 'Idempotency keys',
  promise:
    'Twins with one key make one booking and get one answer, byte for byte, also after a kill -9 of the API; another body is refused with 422; after 24 hours the key is free.',
  sizes: { quick: { twins: 16, keys: 200 }, full: { twins: 32, keys: 5_000 } },
  describe: ({ twins, keys }) => `${twins} twins × ${keys} keys`,
  async run(run, { twins, keys }) {
    const world = await openWorld(run, { name: 'idempotency' })
    const resourceId = await world.newResource('Twins')
    const sent: Keyed[] = []
    for (let at = 0; at < keys; at++) {
      const request = { key: `key-${at}`, body: bodyAt(resourceId, at) }
      const first = await sendTwins(run, world, twins, request)
      sent.push({ ...request, first })
      run.progress(at + 1, keys)
    }
    await Promise.all(world.apis.map((api) => api.kill()))
    await Promise.all(world.apis.map((api) => api.start()))
    for (let sample = 0; sample < SAMPLE; sample++) {
      const keyed = run.random.pick(sent)
      await expectReplay(run, world, sample, keyed)
      await expectRefused(run, world, sample, keyed)
    }
    const [row] = await world.database.sql<{ bookings: number }[]>`
      SELECT count(*)::int AS bookings FROM bookings`
    if (row!.bookings !== keys) run.fail(`${keys} keys have made ${row!.bookings} bookings`)
    await expectExpiry(run, world, run.random.pick(sent))
    run.figure('bookings', row!.bookings)
    run.figure('replayed', keys * (twins - 1) + SAMPLE)
    await world.close()
  },
})
