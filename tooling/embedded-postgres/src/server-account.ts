import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { EmbeddedPostgresError } from './errors.ts'

/** The account the server runs under; `undefined` means the account we run under ourselves. */
export interface ServerAccount {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

const CANDIDATES = ['postgres', 'nobody']

/**
 * PostgreSQL refuses to run as root. When we are root this picks the account for it: the owner of data that are there
 * already, else `postgres`, else `nobody`.
 *
 * @param clusterFolders data folders that may exist, the first one found decides
 * @throws EmbeddedPostgresError `NO_SERVER_ACCOUNT` when we are root and there is no such account.
 */
export function serverAccount(clusterFolders: readonly string[]): ServerAccount | undefined {
  if (process.getuid?.() !== 0) return undefined
  for (const folder of clusterFolders) {
    const owner = ownerOf(folder)
    if (owner !== undefined && owner.uid !== 0) return owner
  }
  for (const name of CANDIDATES) {
    const account = accountNamed(name)
    if (account !== undefined && account.uid !== 0) return account
  }
  throw new EmbeddedPostgresError(
    'NO_SERVER_ACCOUNT',
    'PostgreSQL does not run as root, and this system has neither an account "postgres" nor "nobody" to run it under. ' +
      'Start as an ordinary user, create one (useradd --system postgres), or set DATABASE_URL.',
  )
}

/** What `spawn` needs to run a program under the account. */
export function spawnIdentity(account: ServerAccount | undefined): { uid?: number; gid?: number } {
  return account === undefined ? {} : { uid: account.uid, gid: account.gid }
}

/** Whether the account can enter a folder, asked of the kernel and not computed from mode bits. */
export function canEnter(folder: string, account: ServerAccount | undefined): boolean {
  if (account === undefined) return true
  const answer = spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], {
    ...spawnIdentity(account),
    cwd: '/',
    stdio: 'ignore',
  })
  return answer.status === 0
}

function ownerOf(folder: string): ServerAccount | undefined {
  try {
    const { uid, gid } = statSync(folder)
    return { name: `uid ${uid}`, uid, gid }
  } catch {
    return undefined
  }
}

function accountNamed(name: string): ServerAccount | undefined {
  const uid = idOf('-u', name)
  const gid = idOf('-g', name)
  return uid === undefined || gid === undefined ? undefined : { name, uid, gid }
}

function idOf(flag: '-u' | '-g', name: string): number | undefined {
  const answer = spawnSync('id', [flag, name], { encoding: 'utf8' })
  return answer.status === 0 ? Number(answer.stdout) : undefined
}
