import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { Refusal } from './refusal.ts'

/** What is built or pulled where there is no k6; one of one's own may be any that runs TypeScript. */
export const k6Version = 'v1.8.1'

const MAJOR_MIN = 1

/** How k6 is run here. */
export interface K6 {
  readonly kind: 'program' | 'container'
  /** As it tells it. */
  readonly version: string
  /** The program with its first arguments; those of a container still lack the folders to mount. */
  readonly command: readonly string[]
}

/** What there is on a machine, so that the search can be tested without one. */
export interface Machine {
  /** What `command --version` prints; undefined when it does not run. */
  readonly versionOf: (command: string, args: readonly string[]) => string | undefined
  /** Builds k6 into a folder. @throws Refusal when that fails */
  readonly build: (go: string, folder: string) => Promise<void>
  readonly note: (line: string) => void
}

/**
 * Finds k6: on PATH, built by an earlier run, built now where there is Go, or as a container where Docker runs.
 *
 * @param cacheFolder git-ignored; builds are kept there
 * @throws Refusal that says how to get it
 */
export async function findK6(cacheFolder: string, machine: Machine = thisMachine()): Promise<K6> {
  const onPath = ownK6(machine)
  if (onPath !== undefined) return onPath
  const folder = path.join(cacheFolder, 'k6', k6Version)
  const file = path.join(folder, process.platform === 'win32' ? 'k6.exe' : 'k6')
  const built = () => program(machine, file)
  const kept = built()
  if (kept !== undefined) return kept
  const go = ['go', '/usr/local/go/bin/go'].find((one) => machine.versionOf(one, ['version']) !== undefined)
  if (go !== undefined) {
    machine.note(`Building k6 ${k6Version} with Go, once; it takes a few minutes`)
    await machine.build(go, folder)
    const made = built()
    if (made !== undefined) return made
  }
  if (machine.versionOf('docker', ['info']) !== undefined)
    return { kind: 'container', version: `k6 ${k6Version} (container)`, command: ['docker', 'run', '--rm'] }
  throw new Refusal(howToGetIt)
}

export const howToGetIt = [
  'The load test needs k6, and there is neither k6 nor Go nor a running Docker here. One of these is enough:',
  '',
  '  brew install k6                     macOS',
  '  winget install k6                   Windows',
  '  https://grafana.com/docs/k6/latest/set-up/install-k6/   packages for Linux',
  '  https://go.dev/dl                   Go: k6 is then built once, by itself',
  '  https://docs.docker.com/get-docker  Docker: the image grafana/k6 is then used',
].join('\n')

function ownK6(machine: Machine): K6 | undefined {
  const found = program(machine, 'k6')
  if (found === undefined) return undefined
  const [, major = '0'] = /v(\d+)\./.exec(found.version) ?? []
  if (Number(major) >= MAJOR_MIN) return found
  machine.note(`${found.version} is too old to run TypeScript; looking for another`)
  return undefined
}

function program(machine: Machine, file: string): K6 | undefined {
  const version = machine.versionOf(file, ['version'])
  return version === undefined
    ? undefined
    : { kind: 'program', version: version.split(' (')[0]!, command: [file] }
}

function thisMachine(): Machine {
  return {
    versionOf(command, args) {
      const { status, stdout } = spawnSync(command, [...args], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      return status === 0 ? stdout.trim() : undefined
    },
    build: buildK6,
    note: (line) => process.stdout.write(`${line}\n`),
  }
}

/** `go install` into a folder; its module and build caches are those of the account. */
async function buildK6(go: string, folder: string): Promise<void> {
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true })
  const child = spawn(go, ['install', '-ldflags=-s -w', `go.k6.io/k6@${k6Version}`], {
    env: { ...process.env, GOBIN: folder, GOFLAGS: '', CGO_ENABLED: '0' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4_000)
  })
  const code = await new Promise<number | string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('close', (status, signal) => resolve(status ?? signal ?? 'no status'))
  })
  if (code !== 0) throw new Refusal(`Building k6 failed (${code}):\n${said}`)
}
