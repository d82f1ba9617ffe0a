import { spawnSync } from 'node:child_process'
import os from 'node:os'
import { openDatabase } from '@booking/storage'
import type { Servers } from './servers.ts'

/** Where and with what a result came about. */
export interface Setting {
  /** The commit, with `+` when files differ from it. */
  readonly commit: string
  readonly node: string
  readonly postgres: string
  readonly redis: string
  readonly machine: string
}

const BYTES_A_GIB = 2 ** 30

/** Looks at the repository, the servers and the machine. */
export const settingOf = async (servers: Servers): Promise<Setting> => ({
  commit: commit(),
  node: process.versions.node,
  postgres: await postgresVersion(servers.postgres.url),
  redis: servers.redis === null ? 'none' : redisVersion(),
  machine: `${os.cpus().length} × ${os.cpus()[0]?.model ?? 'unknown'}, ${Math.round(os.totalmem() / BYTES_A_GIB)} GiB, ${os.platform()} ${os.arch()}`,
})

const outputOf = (command: string, args: string[]): string =>
  spawnSync(command, args, { encoding: 'utf8', cwd: import.meta.dirname }).stdout?.trim() ?? ''

const commit = (): string => {
  const hash = outputOf('git', ['rev-parse', '--short=12', 'HEAD'])
  const changed = outputOf('git', ['status', '--porcelain', '--untracked-files=no'])
  return `${hash || 'unknown'}${changed === '' ? '' : '+'}`
}

const redisVersion = (): string => /v=(\S+)/.exec(outputOf('redis-server', ['--version']))?.[1] ?? 'unknown'

/** Version of a server, such as `18.4`. */
export const postgresVersion = async (url: string): Promise<string> => {
  const database = openDatabase({ url, connectionsMax: 1, applicationName: 'chaos' })
  try {
    const [row] = await database.sql<
      { version: string }[]
    >`SELECT current_setting('server_version') AS version`
    return row?.version ?? 'unknown'
  } finally {
    await database.close()
  }
}
