import { copyFileSync, mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { type EmbeddedPostgres, type Settings, startPostgres } from '@booking/embedded-postgres'
import { childrenOf, signalAll, untilGone } from './child-processes.ts'
import { guard } from './guard.ts'
import { makeTempFolder } from './temp-folder.ts'

/** A PostgreSQL of one's own, to be killed, frozen and restarted. Empty: migrate it when the test needs the schema. */
export interface PostgresServer {
  /** Superuser's address of the database `postgres`; stays the same through restarts. */
  readonly url: string
  urlFor(database: string): string
  readonly port: number
  /** The folder of its data: `cluster` in it is PostgreSQL's own. */
  readonly dataDir: string
  /** Changes with `restart`. */
  readonly pid: number
  /** SIGKILL to the server and all its children, as a power cut would; returns when they are gone. */
  kill(): Promise<void>
  /** SIGSTOP to all of them: connections stay open, new ones hang, nothing answers. */
  freeze(): void
  /** SIGCONT. */
  thaw(): void
  /** Starts again on the same data and port; a running server is first stopped in good order. */
  restart(): Promise<void>
  /** Ends it and removes its data. */
  stop(): Promise<void>
}

/** @param settings PostgreSQL settings on top of those of `npm start` */
export async function startPostgresForTest(settings: Settings = {}): Promise<PostgresServer> {
  const folder = makeTempFolder('own-postgres')
  const server = new OwnPostgres(folder, settings)
  try {
    await server.start()
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
  return server
}

/**
 * Starts a second server on a copy of another one's data, with the same superuser and password. It recovers from what
 * it finds, as after a crash.
 *
 * @param fill puts the copy into a folder that does not exist yet
 */
export async function startPostgresOnCopy(
  original: PostgresServer,
  fill: (cluster: string) => Promise<void>,
  settings: Settings = {},
): Promise<PostgresServer> {
  const folder = makeTempFolder('copied-postgres')
  const server = new OwnPostgres(folder, settings)
  try {
    const home = path.join(folder, 'postgres')
    mkdirSync(home, { mode: 0o711 })
    copyFileSync(path.join(original.dataDir, 'password'), path.join(home, 'password'))
    await fill(path.join(home, 'cluster'))
    await server.start()
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
  return server
}

class OwnPostgres implements PostgresServer {
  readonly #folder: string
  readonly #settings: Settings
  #server: EmbeddedPostgres | undefined
  #release = () => {}

  constructor(folder: string, settings: Settings) {
    this.#folder = folder
    this.#settings = settings
  }

  get url(): string {
    return this.urlFor('postgres')
  }

  get port(): number {
    return this.#server?.port ?? 0
  }

  get dataDir(): string {
    return this.#server?.dataDir ?? ''
  }

  get pid(): number {
    return this.#server?.pid ?? 0
  }

  urlFor(database: string): string {
    return this.#server?.urlFor(database) ?? ''
  }

  async start(): Promise<void> {
    const server = await startPostgres({ dataDir: `${this.#folder}/postgres`, settings: this.#settings })
    this.#release()
    this.#server = server
    this.#release = guard({
      pids: [{ pid: server.pid, signal: 'SIGINT' }],
      folders: [this.#folder, server.dataDir, server.socketFolder ?? this.#folder],
    })
  }

  async kill(): Promise<void> {
    const pids = this.#everyone()
    signalAll(pids, 'SIGKILL')
    await untilGone(pids)
  }

  freeze(): void {
    signalAll(this.#everyone(), 'SIGSTOP')
  }

  thaw(): void {
    signalAll(this.#everyone(), 'SIGCONT')
  }

  async restart(): Promise<void> {
    this.thaw()
    await this.#server?.stop()
    await this.start()
  }

  async stop(): Promise<void> {
    this.thaw()
    await this.#server?.stop()
    for (const made of [this.#folder, this.#server?.dataDir ?? this.#folder]) {
      rmSync(made, { recursive: true, force: true })
    }
    this.#release()
  }

  #everyone(): number[] {
    return [this.pid, ...childrenOf(this.pid)]
  }
}
