import os from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { commitOf, thisMachine } from '../machine.ts'
import { root } from '../repository.ts'
import { openBackend } from './backend.ts'
import { measureClaims } from './claims-curve.ts'
import { openFloor } from './floor.ts'
import { closedLoop, openLoop } from './load.ts'
import { type Figure, measureClosed, measureTarget, type Target } from './measure.ts'
import { residentMb } from './process-cpu.ts'
import type { ApiResults, CurvePoint } from './result.ts'
import type { Rooms } from './rooms.ts'
import { medianFigure, medianFloor, Rounds, roundedDeep } from './rounds.ts'
import { measureSeriesRows } from './series-rows.ts'
import type { ServerProcess } from './server-process.ts'
import { fillComparison, fillOurs, type Setting } from './setting.ts'
import { echoShot, operations, ownShots, Shots } from './shots.ts'
import { measureStatements } from './statements.ts'

export interface Effort {
  readonly rounds: number
  /** Milliseconds of one measurement of an operation, and of the mix. */
  readonly ms: number
  readonly mixMs: number
  /** Numbers of stored claims, ascending. */
  readonly claims: readonly number[]
}

export type Say = (line: string) => void

const CLIENTS = 16
const MIX_CLIENTS = 100
const CURVE_CLIENTS = [1, 4, 16, 64, 256]
const PROCESSES = [1, 2, 4]
const PROCESS_CLIENTS = 64
const PACE_SHARE = 0.6
/** V8 gives back what a start has left behind when it has seen a program do nothing for some seconds. */
const REST_MS = 30_000
const RACERS = 4
/** Claims that a series of 1,000 is written among, key by key. */
const SERIES_AMONG_MAX = 1_000_000

/** The two systems side by side, with rooms, and their requests. */
interface Sides {
  readonly setting: Setting
  readonly rooms: Rooms
  readonly url: string
  readonly api: Target
  readonly comparison: Target
  readonly bare: Target
  readonly ours: Shots
  readonly theirs: Shots
  readonly effort: Effort
  readonly say: Say
}

/** Measures everything, and returns the results with every number rounded. */
export async function runApiBench(setting: Setting, effort: Effort, say: Say): Promise<ApiResults> {
  const before = os.loadavg()[2]!
  const url = await setting.newDatabase('ours')
  const rooms = await fillOurs(url)
  const resting = await measureRest(setting, url)
  const sides = await openSides(setting, effort, say, url, rooms, resting.api)
  const byOperation = await measureOperations(sides)
  const mix = await measureMix(sides)
  const curves = await measureCurves(sides, mix.ours.perSecond)
  const backend = await openBackend(url)
  say('what each thing costs PostgreSQL')
  const statements = await measureStatements(backend, rooms, sides.ours.slots)
  await backend.close()
  const claimsUrl = await setting.newDatabase('claims')
  const byClaims = await measureClaims(claimsUrl, await fillOurs(claimsUrl), effort.claims, ({ claims }) =>
    say(`${claims} claims`),
  )
  const seriesRows = await measureSeriesRows(setting, Math.min(SERIES_AMONG_MAX, effort.claims.at(-1)!), say)
  return roundedDeep({
    commit: commitOf(root),
    date: new Date().toISOString().slice(0, 10),
    machine: thisMachine(),
    loadAverage: { before, after: os.loadavg()[2]! },
    hasRedis: setting.redisUrl !== undefined,
    rounds: effort.rounds,
    clients: CLIENTS,
    mixClients: MIX_CLIENTS,
    ...byOperation,
    mix,
    ...curves,
    statements,
    seriesRows,
    byClaims,
    resting: { api: resting.apiMb, worker: resting.workerMb },
  })
}

interface Rest {
  readonly api: ServerProcess
  readonly apiMb: number
  readonly workerMb: number
}

/** Starts the API, which stays, and a worker, which does not: it would work while others are measured. */
async function measureRest(setting: Setting, url: string): Promise<Rest> {
  const api = await setting.startApi(url)
  const worker = await setting.startWorker(url)
  await delay(REST_MS)
  const rest = { api, apiMb: residentMb(api.pid), workerMb: residentMb(worker.pid) }
  await worker.stop()
  return rest
}

async function openSides(
  setting: Setting,
  effort: Effort,
  say: Say,
  url: string,
  rooms: Rooms,
  apiProcess: ServerProcess,
): Promise<Sides> {
  const comparisonUrl = await setting.newDatabase('comparison')
  const comparisonProcess = await setting.startComparison(comparisonUrl)
  await fillComparison(comparisonUrl, rooms)
  const bareProcess = await setting.startBare()
  const databasePid = setting.postgres.pid
  const target = ({ pid, port }: ServerProcess): Target => ({ pids: [pid], ports: [port], databasePid })
  const sides: Sides = {
    setting,
    rooms,
    url,
    api: target(apiProcess),
    comparison: target(comparisonProcess),
    bare: { ...target(bareProcess), databasePid: undefined },
    ours: new Shots(rooms),
    theirs: new Shots(rooms),
    effort,
    say,
  }
  say('warming up')
  const load = { clients: CLIENTS, ms: 2 * effort.mixMs }
  await measureClosed(sides.api, sides.ours.next('create'), load)
  await measureClosed(sides.comparison, sides.theirs.next('create'), load)
  await measureClosed(sides.api, sides.ours.next('mix'), load)
  await measureClosed(sides.comparison, sides.theirs.next('mix'), load)
  return sides
}

/** Every operation of both, and the machine's limits, in turn, round by round. */
async function measureOperations(sides: Sides) {
  const { api, comparison, bare, ours, theirs, effort, say, setting } = sides
  const floor = await openFloor(sides.url, setting.postgres.pid, setting.folder)
  const figures = new Rounds<Figure>()
  const floorFigures = new Rounds<{ perSecond: number; databaseUs: number }>()
  const load = { clients: CLIENTS, ms: effort.ms }
  for (let round = 1; round <= effort.rounds; round++) {
    say(`operations, round ${round} of ${effort.rounds}`)
    for (const [name, shot] of Object.entries({ echoGet: echoShot(false), echoPost: echoShot(true) }))
      figures.add(name, await measureClosed(bare, () => shot, load))
    for (const [name, shot] of Object.entries(ownShots))
      figures.add(name, await measureClosed(api, () => shot, load))
    for (const kind of ['write', 'read'] as const)
      floorFigures.add(kind, await floor.measure(kind, effort.ms))
    for (const name of operations) {
      figures.add(`ours ${name}`, await measureClosed(api, ours.next(name), load))
      figures.add(`theirs ${name}`, await measureClosed(comparison, theirs.next(name), load))
    }
  }
  const middle = (name: string) => medianFigure(figures.of(name))
  return {
    floor: {
      tool: floor.tool,
      echoGet: middle('echoGet'),
      echoPost: middle('echoPost'),
      write: medianFloor(floorFigures.of('write')),
      read: medianFloor(floorFigures.of('read')),
    },
    live: middle('live'),
    me: middle('me'),
    endpoints: operations.map((name) => ({
      name,
      ours: middle(`ours ${name}`),
      comparison: middle(`theirs ${name}`),
    })),
  }
}

async function measureMix({ api, comparison, ours, theirs, effort, say }: Sides) {
  const figures = new Rounds<Figure>()
  const load = { clients: MIX_CLIENTS, ms: effort.mixMs }
  for (let round = 1; round <= effort.rounds; round++) {
    say(`the mix, round ${round} of ${effort.rounds}`)
    figures.add('ours', await measureClosed(api, ours.next('mix'), load))
    figures.add('theirs', await measureClosed(comparison, theirs.next('mix'), load))
  }
  return { ours: medianFigure(figures.of('ours')), comparison: medianFigure(figures.of('theirs')) }
}

/** @param perSecond what a closed loop of the mix reaches */
async function measureCurves({ api, ours, effort, say, setting, url }: Sides, perSecond: number) {
  const { ports } = api
  say('the mix at 60 % of its rate')
  const askedPerSecond = PACE_SHARE * perSecond
  const [pace] = await measureTarget(api, () =>
    openLoop({
      ports,
      connections: MIX_CLIENTS,
      perSecond: askedPerSecond,
      ms: 3 * effort.mixMs,
      next: ours.next('mix'),
    }),
  )
  const byClients: CurvePoint[] = []
  for (const clients of CURVE_CLIENTS) {
    say(`${clients} clients`)
    const load = { clients, ms: effort.mixMs }
    byClients.push({ size: clients, ...(await measureClosed(api, ours.next('mix'), load)) })
  }
  const hotLoad = { clients: CLIENTS, ms: effort.ms }
  const hot = {
    different: await measureClosed(api, ours.hot(1), hotLoad),
    same: await measureClosed(api, ours.hot(RACERS), hotLoad),
  }
  const more: ServerProcess[] = []
  const byProcesses: CurvePoint[] = []
  for (const processes of PROCESSES) {
    say(`${processes} processes`)
    while (more.length < processes - 1) more.push(await setting.startApi(url))
    const target: Target = {
      pids: [...api.pids, ...more.map(({ pid }) => pid)],
      ports: [...ports, ...more.map(({ port }) => port)],
      databasePid: api.databasePid,
    }
    const load = { clients: PROCESS_CLIENTS, ms: effort.mixMs }
    await closedLoop({ ports: target.ports, ...load, next: ours.next('mix') })
    byProcesses.push({ size: processes, ...(await measureClosed(target, ours.next('mix'), load)) })
  }
  await Promise.all(more.map((process) => process.stop()))
  return { pace: { ...pace, askedPerSecond }, byClients, byProcesses, hot }
}
