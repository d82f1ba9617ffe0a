import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Plan } from './command-line.ts'
import { findK6, type K6 } from './find-k6.ts'
import { LineFollower } from './follow-lines.ts'
import type { Input } from './k6/input.ts'
import { type K6Run, runK6, thresholdsFailed } from './k6-run.ts'
import { keepResults } from './keep-results.ts'
import { isGood, makeResults, type Run } from './make-results.ts'
import { isError } from './outcome.ts'
import { secondsOf } from './profiles.ts'
import { Progress } from './progress.ts'
import { provenBy } from './proof.ts'
import { Refusal } from './refusal.ts'
import { writeReport } from './report/write-report.ts'
import { readRequestLine } from './request-line.ts'
import { makeRooms, retireRooms, Tokens } from './rooms.ts'
import { makeRunFolder } from './run-folder.ts'
import { thisSetting } from './setting.ts'
import { firstMonday } from './slots.ts'
import type { StopSignal } from './stop-signal.ts'
import { givenSystem } from './system/given-system.ts'
import { startOwnSystem } from './system/own-system.ts'
import { Sampler } from './system/sampler.ts'
import type { System } from './system/system.ts'
import { Timeline } from './timeline.ts'
import { announce, tellResults } from './words.ts'

const FOLLOW_MS = 500
const REST_MS = 3_000
const TOKEN_SPARE_SECONDS = 3_600
const SAMPLES_MAX = 900
const SAMPLE_MS_MIN = 1_000

/**
 * The whole of `npm run load-test`: starts what is missing, runs k6, proves the database, writes the report.
 *
 * @param root the repository
 * @returns the exit code: 0 when every target of the profile was met
 * @throws Refusal when it cannot be run
 */
export async function loadTest(root: string, plan: Plan, stop: StopSignal): Promise<number> {
  const print = (line: string) => process.stdout.write(`${line}\n`)
  const k6 = await findK6(path.join(root, '.cache'))
  announce(plan.profile, print)
  const { BASE_URL } = process.env
  const system = BASE_URL ? givenSystem(BASE_URL, process.env) : await startOwnSystem(root)
  try {
    return await testSystem(root, plan, { system, k6, stop, print, isOwn: !BASE_URL })
  } finally {
    await system.close()
  }
}

interface Given {
  readonly system: System
  readonly k6: K6
  readonly stop: StopSignal
  readonly print: (line: string) => void
  /** The system was started for this run. */
  readonly isOwn: boolean
}

async function testSystem(root: string, { profile, isKept }: Plan, given: Given): Promise<number> {
  const { system, k6, stop, print } = given
  const setting = thisSetting(root, k6.version)
  const tokens = new Tokens(system.jwtSecret, secondsOf(profile) + TOKEN_SPARE_SECONDS)
  const sampler = new Sampler(system.pids, system.metricsUrl)
  await Promise.race([delay(REST_MS), system.failed, stop.refusal])
  await sampler.look()
  const mondayMs = firstMonday(Date.now())
  const rooms = await Promise.race([makeRooms(system, tokens, mondayMs), system.failed, stop.refusal])
  const users = await tokens.forUsers(profile.users)
  const folder = makeRunFolder(root, new Date())
  const followed = await run(folder, given, sampler, {
    base: system.base,
    profile,
    tokens: users,
    rooms,
    mondayMs,
  })
  await system.stopPrograms()
  if (!given.isOwn) await retireRooms(system, tokens, rooms)
  if (system.databaseUrl !== undefined) print('Proving the database')
  const results = makeResults({
    ...followed,
    profile,
    system: system.description,
    setting,
    samples: sampler.samples,
    proof: await provenBy(system.databaseUrl),
  })
  writeReport(folder, results)
  tellResults(results, path.relative(root, folder), print)
  if (isKept) {
    keepResults(path.join(root, 'tooling/load-test/results'), results)
    print('Kept in tooling/load-test/results. `npm run bench -- --draw` takes it into the documents.')
  }
  return isGood(results) ? 0 : 1
}

type Followed = Pick<Run, 'startMs' | 'timeline' | 'remarks' | 'dropped' | 'isInterrupted'>

/** Runs k6 to its end, or until it is stopped. @throws Refusal when it sends nothing */
async function run(folder: string, given: Given, sampler: Sampler, input: Input): Promise<Followed> {
  const { k6, stop, system, print } = given
  const startMs = Date.now()
  const k6Run = runK6(k6, folder, input)
  let failure: string | undefined
  stop.onRequest(() => k6Run.stop())
  system.failed.catch((error: Error) => {
    failure = error.message
    k6Run.stop()
  })
  if (k6.kind === 'program') sampler.watch('k6', k6Run.pid)
  await sampler.look()
  sampler.start(Math.max(SAMPLE_MS_MIN, (secondsOf(input.profile) * 1000) / SAMPLES_MAX))
  const timeline = new Timeline(startMs)
  const remarks = await follow(k6Run, timeline, new Progress(input.profile))
  sampler.stop()
  const { code, said } = await k6Run.ended
  const dropped = droppedIn(k6Run.summaryFile)
  for (const file of k6Run.ownFiles) rmSync(file, { force: true })
  if (timeline.seconds === 0) throw new Refusal(`k6 sent nothing. It said:\n${said}`)
  if (failure !== undefined) print(failure)
  const isInterrupted = stop.isRequested || failure !== undefined
  if (said !== '' && !isInterrupted && code !== thresholdsFailed) print(said)
  return { startMs, timeline, remarks, dropped, isInterrupted }
}

/** Reads what k6 writes until it has ended. @returns what was said of errors and of health, and how often */
async function follow(k6Run: K6Run, timeline: Timeline, progress: Progress): Promise<Map<string, number>> {
  const remarks = new Map<string, number>()
  const file = new LineFollower(k6Run.csvFile)
  const begun = performance.now()
  const read = () => {
    file.read((text) => {
      const request = readRequestLine(text)
      if (request === undefined) return
      timeline.add(request)
      if (!isError(request.outcome) && request.detail === '') return
      const what = `${request.scenario}: ${request.outcome}, ${request.status} ${request.detail}`.trimEnd()
      remarks.set(what, (remarks.get(what) ?? 0) + 1)
    })
    progress.tell(timeline, performance.now() - begun)
  }
  const timer = setInterval(read, FOLLOW_MS)
  await k6Run.ended
  clearInterval(timer)
  read()
  progress.end()
  file.close()
  return remarks
}

/** Requests that an open loop could not send in time, as k6 counted them. */
function droppedIn(summaryFile: string): number {
  try {
    const summary = JSON.parse(readFileSync(summaryFile, 'utf8')) as {
      metrics: { dropped_iterations?: { values: { count: number } } }
    }
    return summary.metrics.dropped_iterations?.values.count ?? 0
  } catch {
    return 0
  }
}
