import path from 'node:path'
import { type EmbeddedPostgres, makeFolder, processIdentity } from '@booking/embedded-postgres'
import { refuseTakenPort } from '../bin/preflight.mjs'
import { Refusal } from '../bin/refusal.mjs'
import type { Steps } from '../bin/steps.mjs'
import { adminToken } from './admin-token.ts'
import type { Credentials } from './first-admin.ts'
import { databaseRefusal, ensureDatabase, openEmbedded, publicAddress } from './open-database.ts'
import { describeEnd, type PrintLine, type Program, type ProgramSpec, startProgram } from './program.ts'
import { claimRunFile } from './run-file.ts'
import { type Environment, isProduction, jwtSecret } from './settings.ts'
import { StopRequest, StopRequested } from './stop-request.ts'
import { summary } from './summary.ts'
import type { SourceWatch } from './watch-sources.ts'

export interface StartOptions {
  /** The repository: data lie in its `.data`. */
  readonly root: string
  readonly port: number
  readonly environment: Environment
  readonly steps: Steps
  /** Started in this order, stopped in the reverse one. */
  readonly programs: readonly Omit<ProgramSpec, 'env'>[]
  readonly migrate: (databaseUrl: string, options: { onProgress: (line: string) => void }) => Promise<unknown>
  readonly seedDemo: (databaseUrl: string) => Promise<unknown>
  /** Makes the first administrator; null when there are users already. */
  readonly makeFirstAdmin?: (databaseUrl: string) => Promise<Credentials | null>
  /** When given, the programs restart at each change, and one that ends waits for the next. */
  readonly openWatch?: () => SourceWatch
  /** When given, the end of this parent asks to stop: a shell between npm and us keeps npm's signals to itself. */
  readonly parentPid?: number
  /** How close two signals must be to count as one; see `StopRequest`. */
  readonly sameRequestMs?: number
}

/** How often to look whether the embedded server, and our parent, still run. */
const LOOK_MS = 500

type Undo = () => Promise<void>

/**
 * Runs everything until the person asks to stop, or something ends by itself; then stops everything: programs first,
 * so that requests in flight are answered, the database after them.
 *
 * @returns the exit code: 0 after a stop that was asked for, 130 when it was urged, 1 after a failure
 */
export async function start(options: StartOptions): Promise<number> {
  const stop = new StopRequest(process, options.sameRequestMs)
  const undo: Undo[] = []
  const { steps } = options
  const ignoreBrokenTerminal = () => {}
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreBrokenTerminal)
  const parentWatch = watchParent(options.parentPid, stop)
  let code = 0
  try {
    await run(options, stop, undo)
  } catch (error) {
    if (!(error instanceof StopRequested)) {
      code = 1
      steps.note(`\n${error instanceof Refusal ? error.message : errorText(error)}`)
    }
  }
  if (undo.length > 1) steps.note(code === 0 ? '\nStopping (Ctrl-C again to end at once)' : '\nStopping')
  for (const step of undo.reverse()) {
    try {
      await step()
    } catch (error) {
      code = 1
      steps.note(errorText(error))
    }
  }
  if (undo.length > 1) steps.note('Stopped.')
  clearInterval(parentWatch)
  stop.dispose()
  for (const stream of [process.stdout, process.stderr]) stream.removeListener('error', ignoreBrokenTerminal)
  return code === 0 && stop.isUrgent ? 130 : code
}

async function run(options: StartOptions, stop: StopRequest, undo: Undo[]): Promise<never> {
  const { root, port, environment, steps } = options
  const dataFolder = path.join(root, '.data')
  makeDataFolder(dataFolder)
  const lock = claimRunFile(dataFolder, port)
  undo.push(async () => lock.release())
  await refuseTakenPort(port, root)
  const secret = jwtSecret(environment, dataFolder)
  const database = await openDatabase(options, dataFolder, stop, undo)
  const serverGone = watchServer(database.server, undo)
  const hasDemoResources = !isProduction(environment)
  const firstAdmin = await steps.run('Bringing the database up to date', () =>
    stop.orWork(migrateAndSeed(options, database.url, hasDemoResources)),
  )

  const env = {
    ...environment,
    PORT: String(port),
    DATABASE_URL: database.url,
    ...(secret && { JWT_SECRET: secret }),
  }
  const supervisor = new Supervisor(
    options.programs.map((program) => ({ ...program, env })),
    stop,
    steps.note,
  )
  undo.push(() => supervisor.stop())
  const watch = options.openWatch?.()
  if (watch !== undefined) undo.push(async () => watch.close())
  const titles = options.programs.map(({ title }) => title).join(' and ')
  await steps.run(`Starting ${titles}`, () => stop.orWork(supervisor.start()))
  const token = secret === undefined ? undefined : await adminToken(secret, environment)
  const { dataPlace } = database
  steps.note(
    summary({ port, token, firstAdmin, hasDemoResources, dataPlace, now: new Date(), strong: steps.strong }),
  )
  if (watch === undefined) return stop.orWork(Promise.race([supervisor.failure(), serverGone]))
  return stop.orWork(Promise.race([restartAtChanges(supervisor, watch, steps, stop), serverGone]))
}

interface Database {
  readonly url: string
  readonly dataPlace: string
  readonly server: EmbeddedPostgres | undefined
}

async function openDatabase(
  options: StartOptions,
  dataFolder: string,
  stop: StopRequest,
  undo: Undo[],
): Promise<Database> {
  const given = options.environment.DATABASE_URL
  if (given) return { url: given, dataPlace: publicAddress(given), server: undefined }
  return options.steps.run('Starting PostgreSQL', async () => {
    const starting = openEmbedded(options.root, dataFolder, options.steps.note)
    undo.push(async () => {
      const server = await starting.catch(() => undefined)
      await server?.stop()
    })
    const server = await stop.orWork(starting)
    const url = await stop.orWork(ensureDatabase(server))
    return { url, dataPlace: server.dataDir, server }
  })
}

async function migrateAndSeed(
  options: StartOptions,
  url: string,
  hasDemoResources: boolean,
): Promise<Credentials | null> {
  try {
    await options.migrate(url, { onProgress: options.steps.note })
    if (!hasDemoResources) return null
    await options.seedDemo(url)
    // Where the environment names one, the API makes it.
    return options.environment.ADMIN_EMAIL ? null : ((await options.makeFirstAdmin?.(url)) ?? null)
  } catch (error) {
    throw options.environment.DATABASE_URL ? databaseRefusal(url, error) : error
  }
}

/** Starts the programs, watches over them, stops them. */
class Supervisor {
  readonly #specs: readonly ProgramSpec[]
  readonly #stop: StopRequest
  readonly #print: PrintLine
  #programs: Program[] = []

  constructor(specs: readonly ProgramSpec[], stop: StopRequest, print: PrintLine) {
    this.#specs = specs
    this.#print = print
    this.#stop = stop
    stop.urgent.then(() => {
      for (const program of this.#programs) program.kill()
    })
  }

  /** @throws Refusal when one of them does not become ready */
  async start(): Promise<void> {
    this.#programs = this.#specs.map((spec) => startProgram(spec, this.#print))
    await Promise.all(this.#programs.map((program) => program.ready))
  }

  /** Never resolves; rejects when a program ends by itself. */
  async failure(): Promise<never> {
    const end = await Promise.race(this.#programs.map((program) => program.ended))
    throw new Refusal(describeEnd(end))
  }

  /** One after the other, the last started first. */
  async stop(): Promise<void> {
    for (const program of [...this.#programs].reverse()) {
      if (this.#stop.isUrgent) program.kill()
      await program.stop()
    }
    this.#programs = []
  }
}

async function restartAtChanges(
  supervisor: Supervisor,
  watch: SourceWatch,
  steps: Steps,
  stop: StopRequest,
): Promise<never> {
  for (;;) {
    const changed = watch.next()
    const failed = supervisor.failure().catch(errorText)
    const failure = await Promise.race([changed, failed])
    if (stop.isRequested) return stop.orWork(new Promise(() => {}))
    if (typeof failure === 'string') steps.note(`\n${failure}\nWaiting for a change.`)
    await changed
    steps.note('Sources have changed: restarting')
    await supervisor.stop()
    await supervisor.start().catch((error: unknown) => steps.note(errorText(error)))
  }
}

/** Never resolves; rejects when the embedded server has ended by itself. */
function watchServer(server: EmbeddedPostgres | undefined, undo: Undo[]): Promise<never> {
  const gone = new Promise<never>((_resolve, reject) => {
    if (server === undefined) return
    const identity = processIdentity(server.pid)
    const timer = setInterval(() => {
      if (identity !== undefined && processIdentity(server.pid) === identity) return
      clearInterval(timer)
      reject(
        new Refusal(`PostgreSQL has ended by itself. Its log is ${path.join(server.dataDir, 'server.log')}`),
      )
    }, LOOK_MS)
    undo.push(async () => clearInterval(timer))
  })
  gone.catch(() => {})
  return gone
}

function watchParent(parentPid: number | undefined, stop: StopRequest): NodeJS.Timeout | undefined {
  if (parentPid === undefined) return undefined
  return setInterval(() => {
    if (process.ppid !== parentPid) stop.request()
  }, LOOK_MS)
}

function makeDataFolder(folder: string): void {
  try {
    makeFolder(folder, process.getuid?.() === 0 ? 0o711 : 0o700)
  } catch (error) {
    throw new Refusal(`The folder for data, ${folder}, cannot be made: ${errorText(error)}`)
  }
}

function errorText(error: unknown): string {
  if (error instanceof Refusal) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
