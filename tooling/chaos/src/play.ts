import type { Plan } from './command-line.ts'
import type { Outcome } from './outcome.ts'
import { randomFrom } from './random.ts'
import type { Figures, Run, Scenario } from './run.ts'
import type { Screen } from './screen.ts'
import type { Servers } from './servers.ts'

const FAILURES_KEPT_MAX = 50
const MINUTE_MS = 60_000

/** Plays one scenario to its end; whatever it throws is a promise broken. */
export const play = async (
  { id, title, promise, sizes, describe, needsRedis, missing, run }: Scenario,
  { size, seed, minutes, isSharedMachine }: Plan,
  servers: Servers,
  screen: Screen,
): Promise<Outcome> => {
  const sizing = sizes[size]
  const failures = new Set<string>()
  const late = new Set<string>()
  const figures: Record<string, number | string> = {}
  const begun = Date.now()
  const outcomeOf = (verdict: Outcome['verdict']): Outcome => ({
    id,
    title,
    promise,
    extent: describe(sizing),
    verdict,
    failures: [...failures].slice(0, FAILURES_KEPT_MAX),
    ...(late.size > 0 ? { late: [...late].slice(0, FAILURES_KEPT_MAX) } : {}),
    figures: figures satisfies Figures,
    seconds: Math.round((Date.now() - begun) / 100) / 10,
    size,
    seed,
  })
  const lack =
    needsRedis === true && servers.redis === null ? 'needs a redis-server on PATH' : await missing?.(servers)
  if (typeof lack === 'string') {
    failures.add(lack)
    return outcomeOf('skipped')
  }
  screen.begin(id, title, describe(sizing))
  const endings: (() => Promise<void>)[] = []
  const context: Run = {
    seed,
    random: randomFrom(seed).fork(id),
    servers,
    endsAtMs: minutes === null ? null : begun + minutes * MINUTE_MS,
    progress: (done, total, note = '') =>
      screen.progress(id, title, { done, total, note, ms: Date.now() - begun }),
    afterwards: (work) => void endings.push(work),
    fail: (sentence) => void failures.add(sentence),
    late: (sentence) => void (isSharedMachine ? late : failures).add(sentence),
    figure: (name, value) => {
      figures[name] = value
    },
  }
  try {
    await run(context, sizing)
  } catch (error) {
    failures.add(error instanceof Error ? (error.stack ?? error.message) : String(error))
  } finally {
    for (const end of endings.reverse()) await end()
  }
  return outcomeOf(failures.size === 0 ? 'passed' : 'failed')
}
