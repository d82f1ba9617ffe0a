import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { tryPort } from '@booking/embedded-postgres'
import { TestkitError } from './errors.ts'
import { guard } from './guard.ts'
import { makeTempFolder } from './temp-folder.ts'

/** A Redis server of one's own, to be killed, frozen and flushed. */
export interface RedisServer {
  readonly url: string
  readonly port: number
  /** Changes with `restart`. */
  readonly pid: number
  /** SIGKILL; returns when the process is gone. */
  kill(): Promise<void>
  /** SIGSTOP: connections stay open and nothing answers. */
  freeze(): void
  /** SIGCONT. */
  thaw(): void
  /** FLUSHALL, and forgets loaded scripts. */
  flush(): Promise<void>
  /** From now on it holds at most so many bytes and evicts nothing; 0 lifts the limit. */
  limitMemory(bytes: number): Promise<void>
  /** Starts again on the same port, empty; kills it first if it runs. */
  restart(): Promise<void>
  /** Ends it and removes its folder. */
  stop(): Promise<void>
}

const PORT_ATTEMPTS_MAX = 5
const READY_MS_MAX = 10_000
/** Enough logical databases for every test file to have its own. */
const DATABASES = 4_096

/** Whether a `redis-server` can be found on PATH. */
export function hasRedisServer(): boolean {
  return spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status === 0
}

/**
 * Starts a `redis-server` from PATH on a free loopback port; it saves nothing.
 * @throws TestkitError when there is no such program or it does not start
 */
export async function startRedis(): Promise<RedisServer> {
  for (let attempt = 1; ; attempt++) {
    const port = await tryPort(0)
    if (port === undefined) throw new TestkitError('no loopback port is free')
    const folder = makeTempFolder('redis')
    const server = new RedisProcess(port, folder)
    try {
      await server.start()
      return server
    } catch (error) {
      rmSync(folder, { recursive: true, force: true })
      if (attempt === PORT_ATTEMPTS_MAX) throw error
    }
  }
}

class RedisProcess implements RedisServer {
  readonly url: string
  readonly port: number
  readonly #folder: string
  #child: ChildProcess | undefined
  #release = () => {}

  constructor(port: number, folder: string) {
    this.port = port
    this.url = `redis://127.0.0.1:${port}`
    this.#folder = folder
  }

  get pid(): number {
    return this.#child?.pid ?? 0
  }

  async start(): Promise<void> {
    const flags = {
      port: this.port,
      bind: '127.0.0.1',
      dir: this.#folder,
      databases: DATABASES,
      appendonly: 'no',
    }
    const options = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)])
    const child = spawn('redis-server', [...options, '--save', ''], {
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    this.#child = child
    await untilReady(child)
    this.#release = guard({ pids: [{ pid: this.pid, signal: 'SIGKILL' }], folders: [this.#folder] })
  }

  async kill(): Promise<void> {
    const child = this.#child
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
    this.#release()
  }

  freeze(): void {
    this.#child?.kill('SIGSTOP')
  }

  thaw(): void {
    this.#child?.kill('SIGCONT')
  }

  async flush(): Promise<void> {
    await sendCommands(this.port, 'FLUSHALL\r\nSCRIPT FLUSH\r\n', 2)
  }

  async limitMemory(bytes: number): Promise<void> {
    const commands = `CONFIG SET maxmemory-policy noeviction\r\nCONFIG SET maxmemory ${bytes}\r\n`
    await sendCommands(this.port, commands, 2)
  }

  async restart(): Promise<void> {
    await this.kill()
    await this.start()
  }

  async stop(): Promise<void> {
    await this.kill()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

function untilReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const lines: string[] = []
    const fail = (reason: string) => {
      child.kill('SIGKILL')
      reject(new TestkitError(`redis-server did not start: ${reason}\n${lines.slice(-5).join('\n')}`))
    }
    const timer = setTimeout(() => fail('not ready in time'), READY_MS_MAX)
    child.once('error', (error) => fail(error.message))
    child.once('exit', () => fail('it ended'))
    if (child.stdout === null) return
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line)
      if (!line.includes('Ready to accept connections')) return
      clearTimeout(timer)
      resolve()
    })
  })
}

/** Sends inline commands and waits for as many `+OK` answers. */
function sendCommands(port: number, commands: string, answers: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(commands))
    let text = ''
    socket.on('error', reject)
    socket.on('data', (chunk) => {
      text += chunk.toString()
      if (text.split('+OK\r\n').length <= answers) return
      socket.destroy()
      resolve()
    })
  })
}
