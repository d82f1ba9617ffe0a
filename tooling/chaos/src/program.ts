import { fileURLToPath } from 'node:url'
import { type ProcessEnd, type SpawnedProcess, spawnProcess } from '@booking/testkit/servers'
import { jwtSecret } from './token.ts'

const fileOf = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

/** The programs as they are shipped. */
const entries = {
  api: fileOf('../../../apps/api/dist/main.js'),
  worker: fileOf('../../../apps/worker/dist/main.js'),
}

const preloads = {
  'without-lock': fileOf('./preload/without-lock.mjs'),
  'loop-delay': fileOf('./preload/loop-delay.mjs'),
  'shift-clock': fileOf('./preload/shift-clock.mjs'),
  vitals: fileOf('./preload/vitals.mjs'),
}

const READY_MS_MAX = 60_000
const UNLIMITED = '1000000000'

export interface ProgramSpec {
  readonly kind: 'api' | 'worker'
  readonly databaseUrl: string
  readonly redisUrl?: string | undefined
  /** What is done to the program before its first line. */
  readonly preload?: keyof typeof preloads
  /** On top of settings without limits that a scenario could run into. */
  readonly env?: Readonly<Record<string, string | undefined>>
}

/** The API or the worker in a process of its own, which may be killed and started again at the same address. */
export class Program {
  readonly #spec: ProgramSpec
  #node = process.execPath
  #process: SpawnedProcess | undefined
  #port = '0'
  #earlierOutput = ''

  constructor(spec: ProgramSpec) {
    this.#spec = spec
  }

  /** `http://127.0.0.1:…/api/v1` */
  get base(): string {
    return `http://127.0.0.1:${this.#port}/api/v1`
  }

  /** From its next start on it runs on another Node. @param node its program file */
  useNode(node: string): void {
    this.#node = node
  }

  /** Starts it, on the port it had before. @param env on top of the specification's */
  async start(env: Readonly<Record<string, string | undefined>> = {}): Promise<void> {
    const { kind, preload } = this.#spec
    this.#earlierOutput = this.output()
    this.#process = await spawnProcess({
      entry: entries[kind],
      node: this.#node,
      execArgv: preload === undefined ? [] : ['--import', preloads[preload]],
      env: { ...settings(this.#spec), PORT: this.#port, ...this.#spec.env, ...env },
      readyMsMax: READY_MS_MAX,
    })
    const { address } = this.#process
    if (address !== undefined) this.#port = new URL(address).port
  }

  /** Everything it wrote, in all its lives. */
  output(): string {
    return this.#earlierOutput + (this.#process?.output() ?? '')
  }

  untilOutput(pattern: RegExp, msMax: number): Promise<RegExpExecArray> {
    if (this.#process === undefined) throw new Error('The program has not been started.')
    return this.#process.untilOutput(pattern, msMax)
  }

  signal(name: NodeJS.Signals): void {
    this.#process?.signal(name)
  }

  /** SIGKILL; returns when it is gone. */
  async kill(): Promise<void> {
    await this.#process?.kill()
  }

  /** SIGTERM; null when it is not running. */
  async terminate(): Promise<ProcessEnd | null> {
    if (this.#process === undefined) return null
    return this.#process.terminate()
  }

  get isRunning(): boolean {
    const child = this.#process?.child
    return child !== undefined && child.exitCode === null && child.signalCode === null
  }
}

const settings = ({ databaseUrl, redisUrl }: ProgramSpec): Record<string, string | undefined> => ({
  NODE_ENV: 'production',
  DATABASE_URL: databaseUrl,
  REDIS_URL: redisUrl,
  JWT_SECRET: jwtSecret,
  JWT_ISSUER: undefined,
  JWT_AUDIENCE: undefined,
  JWT_JWKS_URL: undefined,
  HOST: '127.0.0.1',
  LOG_LEVEL: 'info',
  RATE_LIMIT_MAX: UNLIMITED,
  RATE_LIMIT_MAX_PREMIUM: UNLIMITED,
  RATE_LIMIT_MAX_ADMIN: UNLIMITED,
  TRUSTED_PROXIES: undefined,
})
