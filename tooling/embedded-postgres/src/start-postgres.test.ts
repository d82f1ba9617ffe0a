import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import postgres from 'postgres'
import { afterAll, afterEach, expect, test } from 'vitest'
import { processIdentity } from './process-identity.ts'
import { type EmbeddedPostgres, type StartPostgresOptions, startPostgres } from './start-postgres.ts'

const root = mkdtempSync(path.join(os.tmpdir(), 'embedded-'))
chmodSync(root, 0o711)
const running = new Set<EmbeddedPostgres>()
const isRoot = process.getuid?.() === 0

afterEach(async () => {
  for (const server of running) await server.stop()
  running.clear()
})

afterAll(() => rmSync(root, { recursive: true, force: true }))

test('a first start makes a database with UTF8, locale C, UTC and full durability, reached by password', async () => {
  const server = await start(folder('first'))
  expect(await query(server.url, 'SHOW server_encoding')).toEqual([{ server_encoding: 'UTF8' }])
  const [row] = await query(
    server.url,
    `SELECT current_setting('timezone') AS zone, current_setting('fsync') AS fsync, datcollate,
            current_setting('synchronous_commit') AS commit, current_setting('shared_buffers') AS buffers,
            current_setting('listen_addresses') AS host, current_setting('password_encryption') AS scheme
     FROM pg_database WHERE datname = 'postgres'`,
  )
  expect(row).toEqual({
    zone: 'UTC',
    fsync: 'on',
    commit: 'on',
    buffers: '256MB',
    datcollate: 'C',
    host: '127.0.0.1',
    scheme: 'scram-sha-256',
  })
  const wrong = new URL(server.url)
  wrong.password = 'guessed'
  await expect(query(wrong.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' })
  const rules = readFileSync(path.join(server.dataDir, 'cluster/pg_hba.conf'), 'utf8')
  expect(rules).not.toMatch(/^[^#].*\btrust\b/m)
})

test('password and data are closed to others, and the extensions we need can be made', async () => {
  const server = await start(folder('first'))
  expect(statSync(path.join(server.dataDir, 'password')).mode & 0o777).toBe(0o600)
  expect(statSync(path.join(server.dataDir, 'cluster')).mode & 0o777).toBe(0o700)
  for (const name of ['btree_gist', 'pgcrypto', 'pg_stat_statements']) {
    await query(server.url, `CREATE EXTENSION ${name}`)
  }
})

test('the next run finds the rows, the password and the port of the last, and starts anew', async () => {
  const first = await start(folder('kept'))
  await query(first.url, 'CREATE TABLE kept AS SELECT 7 AS n')
  await first.stop()
  const second = await start(folder('kept'))
  expect(second.adopted).toBe(false)
  expect(second.url).toBe(first.url)
  expect(await query(second.url, 'SELECT n FROM kept')).toEqual([{ n: 7 }])
})

test('after stop there is no process, no lock file and no socket, however often it is asked', async () => {
  const server = await start(folder('kept'))
  const [row] = await query(server.url, 'SHOW unix_socket_directories')
  const sockets = String(Object.values(row ?? {})[0]).replaceAll('"', '')
  expect(existsSync(path.join(sockets, `.s.PGSQL.${server.port}`))).toBe(true)
  await Promise.all([server.stop(), server.stop()])
  expect(processIdentity(server.pid)).toBeUndefined()
  expect(existsSync(path.join(server.dataDir, 'cluster/postmaster.pid'))).toBe(false)
  expect(existsSync(sockets)).toBe(false)
})

test('when the port of the last run is taken by now, another is used', async () => {
  const first = await start(folder('kept'))
  await first.stop()
  const squatter = createServer().listen(first.port, '127.0.0.1')
  const second = await start(folder('kept'))
  expect(second.port).not.toBe(first.port)
  expect(await query(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  squatter.close()
})

test('a server that an earlier run left running is taken over, and stopped by whoever took it over', async () => {
  const first = await start(folder('kept'))
  const second = await start(folder('kept'))
  expect(second).toMatchObject({ adopted: true, pid: first.pid, port: first.port, url: first.url })
  await second.stop()
  expect(processIdentity(first.pid)).toBeUndefined()
})

test('two starts at the same moment on an empty folder end up with one server', async () => {
  const [one, other] = await Promise.all([start(folder('twice')), start(folder('twice'))])
  expect(other.pid).toBe(one.pid)
  expect(await query(other.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
})

test('at once after a kill -9 it starts again, and what was committed is there', async () => {
  const first = await start(folder('killed'))
  await query(first.url, 'CREATE TABLE kept AS SELECT 7 AS n')
  process.kill(first.pid, 'SIGKILL')
  const second = await start(folder('killed'))
  expect(second.adopted).toBe(false)
  expect(await query(second.url, 'SELECT n FROM kept')).toEqual([{ n: 7 }])
})

test('a lock file that names a living process which is not this server does not stop a start', async () => {
  const first = await start(folder('killed'))
  const lock = path.join(first.dataDir, 'cluster/postmaster.pid')
  const content = readFileSync(lock, 'utf8')
  await first.stop()
  writeFileSync(lock, content.replace(String(first.pid), String(process.pid)))
  const second = await start(folder('killed'))
  expect(second.adopted).toBe(false)
  expect(await query(second.url, 'SELECT n FROM kept')).toEqual([{ n: 7 }])
})

test('a lock file that was left empty long ago does not stop a start', async () => {
  const first = await start(folder('killed'))
  const lock = path.join(first.dataDir, 'cluster/postmaster.pid')
  await first.stop()
  writeFileSync(lock, '')
  utimesSync(lock, 0, 0)
  const second = await start(folder('killed'))
  expect(await query(second.url, 'SELECT n FROM kept')).toEqual([{ n: 7 }])
})

test.runIf(process.platform === 'linux')(
  'it leads a process group of its own, out of reach of Ctrl-C',
  async () => {
    const server = await start(folder('kept'))
    const stat = readFileSync(`/proc/${server.pid}/stat`, 'utf8')
    const [, , group, session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    expect([Number(group), Number(session)]).toEqual([server.pid, server.pid])
  },
)

test('data of another major version are left alone, with advice', async () => {
  const server = await start(folder('old'))
  await server.stop()
  writeFileSync(path.join(server.dataDir, 'cluster/PG_VERSION'), '17\n')
  await expect(start(folder('old'))).rejects.toMatchObject({
    code: 'DATA_VERSION_MISMATCH',
    message: expect.stringMatching(/written by PostgreSQL 17.*this is PostgreSQL 18.*mv "/s),
  })
})

test('a password that was deleted is missed before anything starts', async () => {
  const server = await start(folder('lost'))
  await server.stop()
  rmSync(path.join(server.dataDir, 'password'))
  await expect(start(folder('lost'))).rejects.toMatchObject({
    code: 'DATA_FOLDER_UNUSABLE',
    message: expect.stringContaining('password'),
  })
})

test('a folder with something else in the place of the data is refused', async () => {
  mkdirSync(path.join(folder('strange'), 'cluster'), { recursive: true })
  await expect(start(folder('strange'))).rejects.toMatchObject({ code: 'DATA_FOLDER_UNUSABLE' })
})

test('a server that refuses to start is quoted', async () => {
  await expect(start(folder('kept'), { settings: { shared_buffers: 'plenty' } })).rejects.toMatchObject({
    code: 'START_FAILED',
    message: expect.stringContaining('invalid value for parameter "shared_buffers": "plenty"'),
  })
})

test.runIf(isRoot)(
  'below a folder only root may enter, the data lie outside, stay there, and it is said where',
  async () => {
    const closed = mkdtempSync(path.join(root, 'closed-'))
    const outsideFolder = path.join(root, 'outside')
    const said: string[] = []
    const options = { outsideFolder, name: 'hotel', onProgress: (line: string) => said.push(line) }
    const first = await start(path.join(closed, 'postgres'), options)
    expect(first.dataDir).toMatch(new RegExp(`^${outsideFolder}/hotel-[0-9a-f]{12}$`))
    expect(said.join('\n')).toContain(first.dataDir)
    expect(existsSync(path.join(closed, 'postgres'))).toBe(false)
    await first.stop()
    chmodSync(closed, 0o755)
    const second = await start(path.join(closed, 'postgres'), options)
    expect(second.url).toBe(first.url)
  },
)

function folder(name: string): string {
  return path.join(root, name)
}

async function start(
  dataDir: string,
  options: Partial<StartPostgresOptions> = {},
): Promise<EmbeddedPostgres> {
  const server = await startPostgres({ dataDir, outsideFolder: path.join(root, 'outside'), ...options })
  running.add(server)
  return server
}

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    return [...(await sql.unsafe(text))]
  } finally {
    await sql.end({ timeout: 5 })
  }
}
