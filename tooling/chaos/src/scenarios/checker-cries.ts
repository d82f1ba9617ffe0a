import { checkInvariants } from '@booking/storage'
import type { Answer } from '../client.ts'
import { type Run, scenario } from '../run.ts'
import { openWorld, type World } from '../world.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const RACERS = 16
const ROUNDS_MAX = 30
const FAR_DAYS = 6 * 364

interface Sizing {
  /** How often each safeguard is taken away. */
  readonly times: number
}

const hourOn = (day: number) => ({
  startTime: new Date(day + 12 * HOUR_MS).toISOString(),
  endTime: new Date(day + 13 * HOUR_MS).toISOString(),
})

const someDay = (ahead: number): number => (Math.floor(Date.now() / DAY_MS) + ahead) * DAY_MS

const won = (answers: readonly Answer[]): number => answers.filter((answer) => answer.status === 201).length

/** Races until two have come in where one should, as they do without the safeguard. */
const raceUntilTwoWin = async (
  race: (round: number) => Promise<Answer[]>,
): Promise<{ rounds: number; winners: number }> => {
  for (let round = 1; round <= ROUNDS_MAX; round++) {
    const winners = won(await race(round))
    if (winners > 1) return { rounds: round, winners }
  }
  return { rounds: ROUNDS_MAX, winners: 1 }
}

/** Singles for one slot. */
const raceSingles = (world: World, resourceId: string) => (round: number) =>
  Promise.all(
    Array.from({ length: RACERS }, (_, racer) => {
      const { base } = world.apis[racer % 2]!
      const body = { resourceId, title: `Racer ${racer}`, ...hourOn(someDay(30 + round)) }
      return world.client.send(base, 'POST', '/bookings', { body })
    }),
  )

/** A series without end against one booking years past the horizon, where only the lock stands between them. */
const raceFar = (world: World) => async (round: number) => {
  const resourceId = await world.newResource(`Far ${round}`)
  const near = { resourceId, title: 'Endless', ...hourOn(someDay(30)), recurrenceRule: 'FREQ=WEEKLY' }
  const far = { resourceId, title: 'Far', ...hourOn(someDay(30 + FAR_DAYS)) }
  return Promise.all([
    world.client.send(world.apis[0]!.base, 'POST', '/bookings/recurring', { body: near }),
    world.client.send(world.apis[1]!.base, 'POST', '/bookings', { body: far }),
  ])
}

const expectCry = async (run: Run, world: World, what: string, ids: readonly string[]): Promise<void> => {
  const results = await checkInvariants(world.databaseUrl)
  const cried = results.filter(({ found }) => found.total > 0).map(({ check }) => check.id)
  for (const id of ids) if (!cried.includes(id)) run.fail(`${what}: ${id} has found nothing`)
  run.figure(`${what}: found by`, cried.join(' '))
}

const dropConstraint = async (run: Run, time: number): Promise<void> => {
  const what = 'without the constraint'
  const world = await openWorld(run, { name: `no_constraint_${time}` })
  await world.database.sql`ALTER TABLE occurrences DROP CONSTRAINT occurrences_never_overlap`
  const resourceId = await world.newResource('Unguarded')
  const { rounds, winners } = await raceUntilTwoWin(raceSingles(world, resourceId))
  if (winners < 2) run.fail(`${what}: ${rounds} races with one winner each; the race proves nothing`)
  await expectCry(run, world, what, ['I1', 'I2'])
  run.figure(`${what}: winners`, winners)
  await world.abandon()
}

const removeLock = async (run: Run, time: number): Promise<void> => {
  const what = 'without the lock'
  const world = await openWorld(run, { name: `no_lock_${time}`, api: { preload: 'without-lock' } })
  for (const api of world.apis) await api.untilOutput(/the lock of the resource is taken out/, 1_000)
  const { rounds, winners } = await raceUntilTwoWin(raceFar(world))
  if (winners < 2) run.fail(`${what}: ${rounds} races with one winner each; the race proves nothing`)
  await expectCry(run, world, what, ['I23'])
  run.figure(`${what}: races`, rounds)
  await world.abandon()
}

export const checkerCries = scenario<Sizing>({
  id: 'R3',
  title: 'The checker can cry',
  promise:
    'With the exclusion constraint dropped, and with the lock of the resource taken out of the code, races let two in and the invariants find it: the other scenarios could have failed.',
  sizes: { quick: { times: 1 }, full: { times: 5 } },
  describe: ({ times }) => `constraint and lock, ${times} ×`,
  async run(run, { times }) {
    for (let time = 0; time < times; time++) {
      await dropConstraint(run, time)
      await removeLock(run, time)
      run.progress(time + 1, times)
    }
  },
})
