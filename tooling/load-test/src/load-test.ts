import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Plan } from './command-line.ts'
import { findK6, type K6 } from './find-k6.ts'
import { LineFollower } from './follow-lines.ts'
import type { Input } from './k6/input.ts'
import { type K6End, type K6Run, runK6, thresholdsFailed } from './k6-run.ts'
import { keepResults } from './keep-results.ts'
import { makeResults } from './make-results.ts'
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
  const tokens = new Tokens(system.jwtSecret)
  const mondayMs = firstMonday(Date.now())
  const sampler = new Sampler(system.pids, system.metricsUrl)
  await Promise.race([delay(REST_MS), system.failed, stop.refusal])
  await sampler.look()
  const rooms = await Promise.race([makeRooms(system, tokens, mondayMs), system.failed, stop.refusal])

  const folder = makeRunFolder(root, new Date())
  const users = await tokens.forUsers(profile.users)
  const startMs = Date.now()
  const run = runK6(k6, folder, {
    base: system.base,
    profile,
    tokens: users,
    rooms,
    mondayMs,
  } satisfies Input)
  if (k6.kind === 'program') sampler.watch('k6', run.pid)
  await sampler.look()
  sampler.start(Math.max(SAMPLE_MS_MIN, (secondsOf(profile) * 1000) / SAMPLES_MAX))
  const followed = await follow(run, given, new Timeline(startMs), new Progress(profile))
  sampler.stop()
  if (followed.timeline.seconds === 0) throw new Refusal(`k6 sent nothing. It said:\n${followed.end.said}`)
  if (followed.failure !== undefined) print(followed.failure)
  const isInterrupted = stop.isRequested || followed.failure !== undefined
  const isExpected = isInterrupted || followed.end.code === thresholdsFailed
  if (followed.end.said !== '' && !isExpected) print(followed.end.said)

  await system.stopPrograms()
  if (!given.isOwn) await retireRooms(system, tokens, rooms)
  print('Proving the database')
  const results = makeResults({
    profile,
    startMs,
    isInterrupted,
    system: system.description,
    setting,
    timeline: followed.timeline,
    samples: sampler.samples,
    remarks: followed.remarks,
    dropped: droppedIn(run.summaryFile),
    proof: await provenBy(system.databaseUrl),
  })
  for (const name of ['input.json', 'k6-summary.json']) rmSync(path.join(folder, name), { force: true })
  writeReport(folder, results)
  if (isKept) keepResults(path.join(root, 'tooling/load-test/results'), results)
  tellResults(results, path.relative(root, folder), print)
  const isGood =
    results.targets.every(({ isMet }) => isMet !== false) && results.proof.invariantsBroken.length === 0
  return isGood && !results.isInterrupted ? 0 : 1
}

interface Followed {
  readonly timeline: Timeline
  readonly remarks: Map<string, number>
  readonly end: K6End
  /** Why the run was broken off, if a part of the system ended by itself. */
  readonly failure: string | undefined
}

/** Reads what k6 writes until it has ended. */
async function follow(run: K6Run, given: Given, timeline: Timeline, progress: Progress): Promise<Followed> {
  const remarks = new Map<string, number>()
  const file = new LineFollower(run.csvFile)
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
  given.stop.onRequest(() => run.stop())
  let failure: string | undefined
  given.system.failed.catch((error: Error) => {
    failure = error.message
    run.stop()
  })
  try {
    const end = await run.ended
    read()
    progress.end()
    return { timeline, remarks, end, failure }
  } finally {
    clearInterval(timer)
    file.close()
  }
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
