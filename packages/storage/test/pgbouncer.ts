import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { makeTempFolder } from '@booking/testkit'
import { afterAll } from 'vitest'

/** Whether a `pgbouncer` can be found on PATH. */
export const hasPgbouncer = (): boolean => spawnSync('pgbouncer', ['--version']).status === 0

const running = new Set<ChildProcess>()
const folders: string[] = []

afterAll(async () => {
  for (const child of running) {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  for (const folder of folders) rmSync(folder, { recursive: true })
})

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}

/**
 * A PgBouncer of one's own in front of a database, with four sessions that it gives from transaction to transaction.
 *
 * @param settings more lines of its configuration
 * @returns the database's address through it; it ends with the test file
 */
export const startPgbouncer = async (
  databaseUrl: string,
  settings: readonly string[] = [],
): Promise<string> => {
  const { hostname, port, username, password, pathname } = new URL(databaseUrl)
  const listenPort = await freePort()
  const folder = makeTempFolder('pgbouncer')
  folders.push(folder)
  const file = path.join(folder, 'pgbouncer.ini')
  const database = pathname.slice(1)
  const lines = [
    '[databases]',
    `${database} = host=${hostname} port=${port} user=${username}${password === '' ? '' : ` password=${decodeURIComponent(password)}`}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${listenPort}`,
    'unix_socket_dir =',
    'auth_type = any',
    'pool_mode = transaction',
    'default_pool_size = 4',
    ...settings,
  ]
  writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o644 })
  const asSomebody = process.getuid?.() === 0 ? ['-u', 'nobody'] : []
  const child = spawn('pgbouncer', [...asSomebody, file], { stdio: ['ignore', 'ignore', 'pipe'] })
  running.add(child)
  child.once('exit', () => running.delete(child))
  const said: string[] = []
  for await (const line of createInterface(child.stderr)) {
    said.push(line)
    if (/process up/.test(line)) break
  }
  if (!/process up/.test(said.at(-1) ?? '')) throw new Error(`pgbouncer does not start: ${said.join('\n')}`)
  child.stderr.resume()
  return `postgresql://${username}@127.0.0.1:${listenPort}/${database}`
}
