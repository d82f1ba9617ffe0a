import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { type K6, k6Version } from './find-k6.ts'
import type { Input } from './k6/input.ts'
import { csvHeader } from './request-line.ts'

/** A run of k6. */
export interface K6Run {
  readonly pid: number
  /** One line a request; it grows while k6 runs. */
  readonly csvFile: string
  /** Where k6 leaves its own figures at the end. */
  readonly summaryFile: string
  /** What is of no use once it has ended. */
  readonly ownFiles: readonly string[]
  /** Resolves when it has ended. */
  readonly ended: Promise<K6End>
  /** Lets requests that are under way finish, and ends. */
  stop(): void
}

export interface K6End {
  readonly code: number | null
  /** The end of what it said on its streams, without the requests. */
  readonly said: string
}

/** k6's exit code when a threshold was not met (ThresholdsHaveFailed in its errext/exitcodes). */
export const thresholdsFailed = 99

const SAID_MAX = 4_000
/** Go collects garbage eight times as seldom as usual: k6 shares the machine with what it measures. */
const GOGC = '800'

const sources = path.dirname(fileURLToPath(import.meta.url))

/** @param folder for what k6 reads and writes */
export function runK6(k6: K6, folder: string, input: Input): K6Run {
  const inputFile = path.join(folder, 'input.json')
  const csvFile = path.join(folder, 'load-test-results.csv')
  const summaryFile = path.join(folder, 'k6-summary.json')
  const isContainer = k6.kind === 'container'
  writeFileSync(
    inputFile,
    JSON.stringify(isContainer ? { ...input, base: fromContainer(input.base) } : input),
  )
  writeFileSync(csvFile, `${csvHeader}\n`)
  const inside = (file: string) => (isContainer ? `/run/load-test/${path.basename(file)}` : file)
  const script = isContainer ? '/load-test/k6/script.ts' : path.join(sources, 'k6/script.ts')
  const settings = ['--quiet', '--no-color', '--no-usage-report', '--log-format', 'raw', '--address', '']
  const files = ['--env', `INPUT=${inside(inputFile)}`, '--env', `SUMMARY=${inside(summaryFile)}`]
  const name = `booking-load-test-${randomUUID()}`
  const [program = '', ...first] = [...k6.command, ...(isContainer ? containerFlags(folder, name) : [])]
  const child = spawn(
    program,
    [...first, 'run', ...settings, ...files, '--console-output', inside(csvFile), script],
    {
      env: { ...process.env, GOGC, K6_NO_USAGE_REPORT: 'true' },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A Ctrl-C in the terminal reaches it through us.
      detached: process.platform !== 'win32',
    },
  )
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-SAID_MAX)
    })
  const ended = new Promise<K6End>((resolve) => {
    child.once('error', (error) => resolve({ code: null, said: error.message }))
    child.once('close', (code) => resolve({ code, said: said.trim() }))
  })
  // The client of Docker passes the signal on to the container.
  return {
    pid: child.pid ?? 0,
    csvFile,
    summaryFile,
    ownFiles: [inputFile, summaryFile],
    ended,
    stop: () => child.kill('SIGINT'),
  }
}

function containerFlags(folder: string, name: string): string[] {
  const account = process.getuid === undefined ? [] : ['--user', `${process.getuid()}:${process.getgid?.()}`]
  const network = process.platform === 'linux' ? ['--network', 'host'] : []
  const mounts = ['-v', `${sources}:/load-test:ro`, '-v', `${folder}:/run/load-test`]
  const image = `grafana/k6:${k6Version.slice(1)}`
  return ['--name', name, '--env', `GOGC=${GOGC}`, ...account, ...network, ...mounts, image]
}

/** Docker Desktop runs containers on a machine of its own, which knows this one by a name. */
function fromContainer(base: string): string {
  if (process.platform === 'linux') return base
  return base.replace(/^(https?:\/\/)(localhost|127\.0\.0\.1)/, '$1host.docker.internal')
}
