import { randomInt } from 'node:crypto'
import { type Plan, PlanError, readPlan } from './command-line.ts'
import type { Outcome } from './outcome.ts'
import { play } from './play.ts'
import { writeReliabilityDoc } from './reliability-doc.ts'
import { writeResults } from './results.ts'
import { scenarios } from './scenarios.ts'
import { Screen } from './screen.ts'
import { startServers } from './servers.ts'
import { settingOf } from './setting.ts'

const WRONG_USE = 2
const INTERRUPTED = 130

const repeatOf = ({ id, size, seed }: Outcome): string =>
  `npm run chaos -- ${id}${size === 'full' ? ' --full' : ''} --seed ${seed}`

const runPlan = async (plan: Plan): Promise<number> => {
  const screen = new Screen()
  screen.note(`Seed ${plan.seed}, ${plan.size}: ${plan.ids.join(' ')}`)
  const servers = await startServers()
  try {
    const setting = await settingOf(servers)
    const outcomes: Outcome[] = []
    for (const scenario of scenarios) {
      if (!plan.ids.includes(scenario.id)) continue
      const outcome = await play(scenario, plan, servers, screen)
      outcomes.push(outcome)
      screen.end(outcome)
      // What was cut short is no result of its size.
      if (plan.minutes === null) writeResults(plan.size, [outcome], setting)
    }
    writeReliabilityDoc()
    screen.summary(outcomes, repeatOf)
    return outcomes.some(({ verdict }) => verdict === 'failed') ? 1 : 0
  } finally {
    await servers.stop()
  }
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
