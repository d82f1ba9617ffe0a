import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { checkInvariants, type Database, openDatabase, readHistory } from '@booking/storage'
import { startTcpProxy, type TcpProxy } from '@booking/testkit/servers'
import { checkInvariantsWith } from './check-invariants-with.ts'
import { Client, isTurnedAway } from './client.ts'
import { HistoryFile } from './history-file.ts'
import { wrongLines } from './log-lines.ts'
import { Program, type ProgramSpec } from './program.ts'
import type { Run } from './run.ts'
import { tokenFor } from './token.ts'

export interface WorldOptions {
  /** Names the database. */
  readonly name: string
  /** Processes of the API, default 2. */
  readonly apis?: number
  /** Default: one. */
  readonly workers?: number
  /** The API reaches PostgreSQL over a link that can be disturbed. */
  readonly isProxied?: boolean
  /** Another Node for its programs than that of this process. */
  readonly node?: string
  readonly api?: Partial<Omit<ProgramSpec, 'kind' | 'databaseUrl'>>
  readonly worker?: Partial<Omit<ProgramSpec, 'kind' | 'databaseUrl'>>
}

export interface CloseOptions {
  /** Another Node that makes the checks, where this one has other time zone data than the programs had. */
  readonly node?: string
}

/** How often it is asked again for a resource where the service says to come back later. */
const COMES_BACK_MAX = 10

/** A system of its own: a database, API processes, workers, and a client that keeps the history. */
export class World {
  readonly databaseUrl: string
  readonly apis: readonly Program[]
  readonly workers: readonly Program[]
  /** Acts as an administrator. */
  readonly client: Client
  readonly database: Database
  /** Between the API and PostgreSQL, where it was asked for. */
  readonly proxy: TcpProxy | null
  readonly #run: Run
  readonly #history: HistoryFile
  #isOver = false

  constructor(
    run: Run,
    parts: {
      databaseUrl: string
      apis: readonly Program[]
      workers: readonly Program[]
      client: Client
      history: HistoryFile
      proxy: TcpProxy | null
    },
  ) {
    this.#run = run
    this.databaseUrl = parts.databaseUrl
    this.apis = parts.apis
    this.workers = parts.workers
    this.client = parts.client
    this.proxy = parts.proxy
    this.#history = parts.history
    this.database = openDatabase({
      url: parts.databaseUrl,
      connectionsMax: 2,
      applicationName: 'chaos',
      statementTimeoutMs: 0,
    })
  }

  /** The file of what the client sent and was told. */
  get historyFile(): string {
    return this.#history.path
  }

  /** A resource that is always open, in UTC; its id. */
  async newResource(name: string, at = 0): Promise<string> {
    const body = { name, type: 'chaos', capacity: 10 }
    let answer = await this.client.send(this.apis[at]!.base, 'POST', '/resources', { body })
    // One that was made all the same is nobody's, and in nobody's way.
    for (let again = 0; again < COMES_BACK_MAX && isTurnedAway(answer); again++) {
      await setTimeout(Number(answer.headers['retry-after']) * 1000)
      answer = await this.client.send(this.apis[at]!.base, 'POST', '/resources', { body })
    }
    if (answer.status !== 201) throw new Error(`No resource: ${JSON.stringify(answer)}`)
    return answer.body.id
  }

  /** Stops the programs in good order, and proves what they have left. */
  async close({ node }: CloseOptions = {}): Promise<void> {
    this.#isOver = true
    await this.#stopPrograms()
    this.client.close()
    this.#history.close()
    await this.proxy?.close()
    await this.#expectQuiet()
    for (const program of [...this.apis, ...this.workers])
      for (const sentence of wrongLines(program.output())) this.#run.fail(sentence)
    await this.database.close()
    await (node === undefined ? this.#checkInvariants() : this.#checkElsewhere(node))
  }

  /** Ends a system that was broken, on purpose or not; nothing it has left is looked at. May be called again. */
  async abandon(): Promise<void> {
    if (this.#isOver) return
    this.#isOver = true
    await Promise.all([...this.apis, ...this.workers].map((program) => program.kill()))
    await this.proxy?.close()
    await this.database.close()
  }

  async #stopPrograms(): Promise<void> {
    const running = [...this.apis, ...this.workers].filter((program) => program.isRunning)
    for (const end of await Promise.all(running.map((program) => program.terminate())))
      if (end !== null && end.code !== 0)
        this.#run.fail(`a program ended with ${end.signal ?? end.code} after SIGTERM`)
  }

  /** I19: nothing of the programs is left in the database, and nobody has met in a circle. */
  async #expectQuiet(): Promise<void> {
    const { sql } = this.database
    const [row] = await sql<{ sessions: number; deadlocks: number }[]>`
      SELECT deadlocks::int, (
        SELECT count(*)::int FROM pg_stat_activity
        WHERE datname = current_database() AND application_name IN ('booking api', 'booking worker')
      ) AS sessions FROM pg_stat_database WHERE datname = current_database()`
    if (row!.sessions > 0) this.#run.fail(`${row!.sessions} sessions of ended programs are still open`)
    if (row!.deadlocks > 0) this.#run.fail(`${row!.deadlocks} deadlocks`)
  }

  async #checkElsewhere(node: string): Promise<void> {
    const told = await checkInvariantsWith(node, this.databaseUrl, this.#history.path)
    if (told !== null) this.#run.fail(told)
  }

  async #checkInvariants(): Promise<void> {
    const history = await readHistory(this.#history.path)
    const results = await checkInvariants(this.databaseUrl, {
      history,
      onResult: ({ check }) => this.#run.progress(0, 0, `checking ${check.id}`),
    })
    for (const { check, found } of results)
      if (found.total > 0)
        this.#run.fail(
          `${check.id} ${check.title}: ${found.total} rows, first ${JSON.stringify(found.rows[0])}`,
        )
    this.#run.figure('invariants', results.filter(({ found }) => found.total === 0).length)
  }
}

/** Starts a system on a new database. */
export const openWorld = async (run: Run, options: WorldOptions): Promise<World> => {
  const { servers } = run
  const databaseUrl = await servers.newDatabase(options.name)
  const history = new HistoryFile(path.join(servers.folder, `${options.name}.history.jsonl`))
  const redisUrl = servers.redis?.url
  const proxy = options.isProxied === true ? await startTcpProxy({ port: servers.postgres.port }) : null
  const apiUrl = new URL(databaseUrl)
  if (proxy !== null) apiUrl.port = String(proxy.port)
  const programs = (count: number, spec: ProgramSpec) =>
    Array.from({ length: count }, () => {
      const program = new Program(spec)
      if (options.node !== undefined) program.useNode(options.node)
      return program
    })
  const api = { kind: 'api', databaseUrl: apiUrl.href, redisUrl, ...options.api } as const
  const apis = programs(options.apis ?? 2, api)
  const workers = programs(options.workers ?? 1, { kind: 'worker', databaseUrl, ...options.worker })
  await Promise.all([...apis, ...workers].map((program) => program.start()))
  const client = new Client(history, await tokenFor('chaos', 'admin'))
  const world = new World(run, { databaseUrl, apis, workers, client, history, proxy })
  run.afterwards(() => world.abandon())
  return world
}
