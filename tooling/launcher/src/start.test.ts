import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { processIdentity, tryPort } from '@booking/embedded-postgres'
import { makeTempFolder, type SpawnedProcess, signalAll, spawnProcess, untilGone } from '@booking/testkit'
import { jwtVerify } from 'jose'
import { afterAll, afterEach, expect, test } from 'vitest'

const folder = makeTempFolder('launcher test')
const tsx = import.meta.resolve('tsx')
const running = new Set<SpawnedProcess>()
const READY = /The booking engine is ready/
/** Names no server: for starts whose fake migration connects to nothing. */
const NO_DATABASE = { DATABASE_URL: 'postgresql://someone:hush@127.0.0.1:9/booking' }

afterEach(async () => {
  for (const launcher of running) await launcher.terminate()
  running.clear()
})

afterAll(async () => {
  const leftOver = readdirSync(folder)
    .map((name) => postmasterPid(path.join(folder, name)))
    .filter((pid) => pid > 0)
  signalAll(leftOver, 'SIGINT')
  await untilGone(leftOver)
  rmSync(folder, { recursive: true, force: true })
})

test('it comes up on an empty folder, tells how to use it, and one SIGTERM stops everything in order', async () => {
  const root = project('whole')
  const launcher = await launch(root)
  const text = launcher.output()
  const port = launcher.child.spawnargs.at(-1)
  for (const address of ['/api/v1\n', '/docs', '/api/v1/health']) {
    expect(text.replaceAll(/ +│/g, '')).toContain(`http://localhost:${port}${address}`)
  }
  const secret = readFileSync(path.join(root, '.data/jwt-secret'), 'utf8').trim()
  const token = /^TOKEN=(\S+)$/m.exec(text)?.[1] ?? ''
  const { payload } = await jwtVerify(token, new TextEncoder().encode(secret))
  expect(payload).toMatchObject({ sub: 'admin', role: 'admin' })
  expect(text).toMatch(/^curl -sS -X POST http:\/\/localhost:\d+\/api\/v1\/bookings/m)
  const pids = processesOf(launcher)
  expect(pids).toHaveLength(3)

  expect(await launcher.terminate()).toEqual({ code: 0, signal: null })
  const story = launcher.output().slice(text.length)
  expect(story.indexOf('api drained, database up: true')).toBeGreaterThan(-1)
  expect(story.indexOf('worker drained, database up: true')).toBeGreaterThan(story.indexOf('api drained'))
  expectNothingLeft(root, pids)
})

test('data, secret and database port are the same at the next start', async () => {
  const root = project('whole')
  const first = await launch(root)
  const database = /database (\S+)/.exec(first.output())?.[1]
  await first.terminate()
  const second = await launch(root)
  expect(/database (\S+)/.exec(second.output())?.[1]).toBe(database)
  expect(second.output()).toContain('created 0')
})

test.each(['SIGINT', 'SIGHUP'] as const)(
  '%s, even when it comes twice at once as from npm, drains and exits with 0',
  async (signal) => {
    const launcher = await launch(project(signal), NO_DATABASE)
    launcher.signal(signal)
    launcher.signal(signal)
    expect(await launcher.ended).toEqual({ code: 0, signal: null })
    expect(launcher.output()).toContain('api drained')
  },
)

test('a second start in the same folder is refused with the address of the first, which goes on', async () => {
  const root = project('single')
  const first = await launch(root, NO_DATABASE)
  const second = await launch(root, NO_DATABASE, /\S/)
  expect(await second.ended).toEqual({ code: 1, signal: null })
  expect(second.output().trim()).toBe(
    `An instance already runs in this folder: http://localhost:${first.child.spawnargs.at(-1)} (process ${first.pid}). ` +
      `Stop it with Ctrl-C where it runs, or with: kill ${first.pid}`,
  )
  expect(existsSync(path.join(root, '.data/run.json'))).toBe(true)
  expect(await first.terminate()).toEqual({ code: 0, signal: null })
})

test('when a program dies, which and why is said, the rest is stopped, and the exit code is 1', async () => {
  const root = project('whole')
  const launcher = await launch(root)
  const pids = processesOf(launcher)
  process.kill(Number(/api (\d+)/.exec(launcher.output())?.[1]), 'SIGUSR2')
  expect(await launcher.ended).toEqual({ code: 1, signal: null })
  expect(launcher.output()).toMatch(/The API ended with code 3\. Its last lines:\n\n(.*\n)*out of luck/)
  expect(launcher.output()).toContain('worker drained')
  expectNothingLeft(root, pids)
})

test('when PostgreSQL dies the rest is stopped too', async () => {
  const root = project('whole')
  const launcher = await launch(root)
  const pids = processesOf(launcher)
  process.kill(postmasterPid(root), 'SIGKILL')
  expect(await launcher.ended).toEqual({ code: 1, signal: null })
  expect(launcher.output()).toContain('PostgreSQL has ended by itself')
  expectNothingLeft(root, pids)
})

test('after kill -9 the programs end by themselves, and the next start takes over PostgreSQL and stops it at its end', async () => {
  const root = project('whole')
  const first = await launch(root)
  const [api = 0, worker = 0, postmaster = 0] = processesOf(first)
  await first.kill()
  await untilGone([api, worker])
  expect(processIdentity(postmaster)).toBeDefined()
  expect(existsSync(path.join(root, '.data/run.json'))).toBe(true)
  const second = await launch(root)
  expect(postmasterPid(root)).toBe(postmaster)
  const pids = processesOf(second)
  expect(await second.terminate()).toEqual({ code: 0, signal: null })
  expectNothingLeft(root, pids)
})

test('after kill -9 of everything the next start recovers', async () => {
  const root = project('whole')
  const first = await launch(root)
  const pids = processesOf(first)
  for (const pid of [...pids, first.pid]) process.kill(pid, 'SIGKILL')
  await untilGone(pids)
  const second = await launch(root)
  expect(second.output()).toContain('created 0')
  const later = processesOf(second)
  expect(await second.terminate()).toEqual({ code: 0, signal: null })
  expectNothingLeft(root, later)
})

test('a stop in the middle of the migration leaves nothing and exits with 0', async () => {
  const root = project('whole')
  const launcher = await launch(root, { SLOW_MIGRATION: '1' }, /migrating/)
  const postmaster = postmasterPid(root)
  expect(await launcher.terminate()).toEqual({ code: 0, signal: null })
  expectNothingLeft(root, [postmaster])
})

test('a second Ctrl-C ends even what does not want to end', { timeout: 30_000 }, async () => {
  const root = project('urgent')
  const launcher = await launch(root, { ...NO_DATABASE, STUBBORN: '1', SAME_REQUEST_MS: '-1' })
  const pids = [...launcher.output().matchAll(/(?:api|worker) (\d+)/g)].map((match) => Number(match[1]))
  launcher.signal('SIGINT')
  await launcher.untilOutput(/Stopping/)
  launcher.signal('SIGINT')
  expect(await launcher.ended).toEqual({ code: 130, signal: null })
  expectNothingLeft(root, pids)
})

test.skipIf(process.platform === 'win32')(
  'when the npm that started it is killed it stops by itself',
  async () => {
    const root = project('orphaned')
    writeFileSync(
      path.join(root, 'npm.mjs'),
      `import { spawn } from 'node:child_process'
     spawn(process.execPath, [...process.execArgv, ...process.argv.slice(2)], { stdio: 'inherit' })`,
    )
    const npm = await launch(root, { ...NO_DATABASE, WITH_PARENT: '1' }, READY, 'npm.mjs')
    const launcher = Number(/"pid": (\d+)/.exec(readFileSync(path.join(root, '.data/run.json'), 'utf8'))?.[1])
    npm.signal('SIGTERM')
    await untilGone([launcher])
    await npm.ended
    expect(npm.output()).toContain('api drained')
    expectNothingLeft(root, [launcher])
  },
)

test('a database that cannot be used is named without its password', async () => {
  const launcher = await launch(
    project('refused'),
    { ...NO_DATABASE, BROKEN_MIGRATION: '1' },
    /Check DATABASE_URL/,
  )
  expect(await launcher.ended).toEqual({ code: 1, signal: null })
  expect(launcher.output()).toContain(
    'The database at 127.0.0.1:9/booking cannot be used: connection refused',
  )
  expect(launcher.output()).not.toContain('hush')
})

test('in production demo data are not loaded and a secret is demanded', async () => {
  const production = { ...NO_DATABASE, NODE_ENV: 'production' }
  const refused = await launch(project('production'), production, /JWT_SECRET must be set/)
  expect(await refused.ended).toEqual({ code: 1, signal: null })
  const launcher = await launch(project('production'), { ...production, JWT_SECRET: 'x'.repeat(40) })
  expect(launcher.output()).not.toContain('seeded')
  expect(launcher.output()).not.toContain('curl')
  expect(existsSync(path.join(folder, 'production/.data/jwt-secret'))).toBe(false)
})

test('in watch mode a changed source restarts the programs, and one that ended waits for the next change', async () => {
  const root = project('watched')
  const launcher = await launch(root, { ...NO_DATABASE, WATCH: path.join(root, 'src') })
  process.kill(Number(/api (\d+)/.exec(launcher.output())?.[1]), 'SIGUSR2')
  await launcher.untilOutput(/out of luck[\s\S]*Waiting for a change/)
  writeFileSync(path.join(root, 'src/route.ts'), 'export {}')
  await launcher.untilOutput(
    /Sources have changed: restarting[\s\S]*api \d+[\s\S]*worker \d+|restarting[\s\S]*worker \d+[\s\S]*api \d+/,
  )
  expect(await launcher.terminate()).toEqual({ code: 0, signal: null })
  expect(launcher.output().match(/Waiting for a change/g)).toHaveLength(1)
})

/** Fake API and worker: they say who they are, drain on SIGTERM, and end when the launcher is gone. */
const FAKE_PROGRAM = `
  import { connect } from 'node:net'
  const name = process.argv[1].includes('api') ? 'api' : 'worker'
  const { hostname, port } = new URL(process.env.DATABASE_URL)
  const databaseUp = () => new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => { socket.destroy(); resolve(true) })
    socket.on('error', () => resolve(false))
  })
  console.log(name, process.pid)
  process.on('SIGTERM', async () => {
    if (process.env.STUBBORN) return
    console.log(name, 'drained, database up:', await databaseUp())
    process.exit(0)
  })
  process.on('SIGUSR2', () => { console.error('out of luck'); process.exit(3) })
  process.on('disconnect', () => process.exit(0))
  setInterval(() => {}, 1e6)
  process.send({ type: 'ready', address: 'http://localhost' })
`

/** Runs start() as npm start does, with the fakes; its last argument is the port. */
const DRIVER = `
  import path from 'node:path'
  import { createSteps } from ${JSON.stringify(path.join(import.meta.dirname, '../bin/steps.mjs'))}
  import { start } from ${JSON.stringify(path.join(import.meta.dirname, 'start.ts'))}
  import { watchSources } from ${JSON.stringify(path.join(import.meta.dirname, 'watch-sources.ts'))}
  const [root, port] = process.argv.slice(2)
  const fake = (name) => ({ title: name.replace('api', 'API'), entry: path.join(root, name + '.mjs'), execArgv: [] })
  const { WATCH, SLOW_MIGRATION, BROKEN_MIGRATION, SAME_REQUEST_MS, WITH_PARENT } = process.env
  const code = await start({
    root, port: Number(port), environment: process.env, steps: createSteps(), programs: [fake('worker'), fake('api')],
    async migrate(url) {
      console.log('migrating')
      console.log('database', new URL(url).host)
      if (SLOW_MIGRATION) await new Promise(() => {})
      if (BROKEN_MIGRATION) throw new TypeError('connection refused')
    },
    async seedDemo() { console.log('seeded, created 0') },
    ...(SAME_REQUEST_MS && { sameRequestMs: Number(SAME_REQUEST_MS) }),
    ...(WITH_PARENT && { parentPid: process.ppid }),
    ...(WATCH && { openWatch: () => watchSources([WATCH]) }),
  })
  process.exit(code)
`

function project(name: string): string {
  const root = path.join(folder, name)
  mkdirSync(path.join(root, 'src'), { recursive: true })
  writeFileSync(path.join(root, 'driver.mjs'), DRIVER)
  for (const program of ['api', 'worker']) writeFileSync(path.join(root, `${program}.mjs`), FAKE_PROGRAM)
  return root
}

async function launch(
  root: string,
  env: Record<string, string> = {},
  ready = READY,
  through?: string,
): Promise<SpawnedProcess> {
  const port = await tryPort(0)
  const launcher = await spawnProcess({
    entry: path.join(root, through ?? 'driver.mjs'),
    args: [...(through ? [path.join(root, 'driver.mjs')] : []), root, String(port)],
    execArgv: ['--conditions=@booking/source', `--import=${tsx}`],
    env: {
      DATABASE_URL: undefined,
      JWT_SECRET: undefined,
      NODE_ENV: undefined,
      JWT_JWKS_URL: undefined,
      ...env,
    },
    ready,
  })
  running.add(launcher)
  return launcher
}

/** API, worker and PostgreSQL. */
function processesOf(launcher: SpawnedProcess): number[] {
  const [, root = ''] = launcher.child.spawnargs.slice(-3)
  const pidOf = (name: string) => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(launcher.output())?.[1])
  return [pidOf('api'), pidOf('worker'), postmasterPid(root)]
}

function postmasterPid(root: string): number {
  const file = path.join(root, '.data/postgres/cluster/postmaster.pid')
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0
}

function expectNothingLeft(root: string, pids: readonly number[]): void {
  expect(pids.map(processIdentity)).toEqual(pids.map(() => undefined))
  expect(existsSync(path.join(root, '.data/run.json'))).toBe(false)
  expect(existsSync(path.join(root, '.data/postgres/cluster/postmaster.pid'))).toBe(false)
}
