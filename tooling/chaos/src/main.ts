import { randomInt } from 'node:crypto'
import { type Plan, PlanError, readPlan } from './command-line.ts'
import type { Outcome } from './outcome.ts'
import { play } from './play.ts'
import { writeReliabilityDoc } from './reliability-doc.ts'
import { readResults, writeResults } from './results.ts'
import type { Scenario } from './run.ts'
import { scenarios } from './scenarios.ts'
import { Screen } from './screen.ts'
import { startServers } from './servers.ts'
import { settingOf } from './setting.ts'

const WRONG_USE = 2
const INTERRUPTED = 130
/** Of a scenario that was never played: it may be the longest. */
const UNKNOWN_SECONDS = 3_600

const repeatOf = ({ id, size, seed }: Outcome): string =>
  `npm run chaos -- ${id}${size === 'full' ? ' --full' : ''} --seed ${seed}`

/** What a run has, and what becomes of it. */
interface Course {
  readonly plan: Plan
  readonly screen: Screen
  /** Still to be played. */
  readonly queue: Scenario[]
  readonly outcomes: Outcome[]
}

/** Plays what is left, one after the other, on servers of its own: who kills a server is alone with it. */
const playLane = async ({ plan, screen, queue, outcomes }: Course): Promise<void> => {
  const servers = await startServers()
  try {
    const setting = await settingOf(servers)
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const outcome = await play(next, plan, servers, screen)
      outcomes.push(outcome)
      screen.end(outcome)
      // What was cut short is no result of its size.
      if (plan.minutes === null && !plan.isSharedMachine) writeResults(plan.size, [outcome], setting)
    }
  } finally {
    await servers.stop()
  }
}

/** In the order of the list; where several are played at once, those that took longest the last time come first. */
const queueOf = ({ ids, size, lanes }: Plan): Scenario[] => {
  const results = readResults(size)
  const secondsOf = ({ id }: Scenario) => results[id]?.seconds ?? UNKNOWN_SECONDS
  const chosen = scenarios.filter(({ id }) => ids.includes(id))
  return lanes === 1 ? chosen : chosen.sort((a, b) => secondsOf(b) - secondsOf(a))
}

const runPlan = async (plan: Plan): Promise<number> => {
  const screen = new Screen()
  screen.note(`Seed ${plan.seed}, ${plan.size}: ${plan.ids.join(' ')}`)
  const begun = Date.now()
  const queue = queueOf(plan)
  const course: Course = { plan, screen, queue, outcomes: [] }
  const lanes = Math.min(plan.lanes, queue.length)
  await Promise.all(Array.from({ length: lanes }, () => playLane(course)))
  if (!plan.isSharedMachine) writeReliabilityDoc()
  const outcomes = scenarios.flatMap(({ id }) => course.outcomes.filter((outcome) => outcome.id === id))
  screen.summary(outcomes, { seconds: (Date.now() - begun) / 1000, repeat: repeatOf })
  return outcomes.some(({ verdict }) => verdict === 'failed') ? 1 : 0
}

/** What runs is ended by the watchdog of the testkit once this process is gone. */
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(INTERRUPTED))

try {
  const ids = scenarios.map(({ id }) => id)
  process.exit(await runPlan(readPlan(process.argv.slice(2), ids, randomInt(2 ** 32))))
} catch (error) {
  process.stderr.write(`${error instanceof PlanError ? error.message : (error as Error).stack}\n`)
  process.exit(WRONG_USE)
}
