import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Binaries } from './binaries.ts'
import type { ClusterHome } from './cluster-home.ts'
import { EmbeddedPostgresError } from './errors.ts'
import { spawnIdentity } from './server-account.ts'
import { serverEnvironment } from './server-environment.ts'

/** The name of the superuser that every embedded server has. */
export const SUPERUSER = 'postgres'

/**
 * Makes the data folder if there is none. It is made under another name and renamed when it is whole, so a crash in
 * the middle leaves nothing that looks like data.
 *
 * @throws EmbeddedPostgresError `INIT_FAILED`, `DATA_VERSION_MISMATCH`, `DATA_FOLDER_UNUSABLE`
 */
export function initialise(home: ClusterHome, binaries: Binaries, password: string): void {
  if (existsSync(home.cluster)) {
    checkVersion(home, binaries)
    return
  }
  const draft = `${home.cluster}.${randomBytes(6).toString('hex')}`
  const passwordFile = path.join(home.folder, `password-${randomBytes(6).toString('hex')}`)
  try {
    mkdirSync(draft, { mode: 0o700 })
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600, flag: 'wx' })
    if (home.account !== undefined) {
      chownSync(draft, home.account.uid, home.account.gid)
      chownSync(passwordFile, home.account.uid, home.account.gid)
    }
    runInitdb(home, binaries, draft, passwordFile)
    renameSync(draft, home.cluster)
  } catch (error) {
    if (existsSync(path.join(home.cluster, 'PG_VERSION'))) return
    if (error instanceof EmbeddedPostgresError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw initFailed(home, reason, error)
  } finally {
    rmSync(passwordFile, { force: true })
    rmSync(draft, { recursive: true, force: true })
  }
}

function runInitdb(home: ClusterHome, binaries: Binaries, draft: string, passwordFile: string): void {
  const answer = spawnSync(
    path.join(binaries.folder, 'bin', 'initdb'),
    [
      `--pgdata=${draft}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--no-instructions',
    ],
    {
      ...spawnIdentity(home.account),
      cwd: path.parse(draft).root,
      env: serverEnvironment(),
      encoding: 'utf8',
    },
  )
  if (answer.error !== undefined) throw initFailed(home, answer.error.message, answer.error)
  if (answer.status !== 0) throw initFailed(home, (answer.stderr || answer.stdout).trim(), undefined)
}

function checkVersion(home: ClusterHome, binaries: Binaries): void {
  let found: string
  try {
    found = readFileSync(path.join(home.cluster, 'PG_VERSION'), 'utf8').trim()
  } catch (cause) {
    throw new EmbeddedPostgresError(
      'DATA_FOLDER_UNUSABLE',
      `${home.cluster} is there, but holds no PostgreSQL data that can be read. Move it away, or set DATABASE_URL.`,
      { cause },
    )
  }
  if (Number(found) === binaries.major) return
  throw new EmbeddedPostgresError(
    'DATA_VERSION_MISMATCH',
    `The data in ${home.folder} were written by PostgreSQL ${found}, and this is PostgreSQL ${binaries.major}, which ` +
      `cannot read them. To keep them, dump them with PostgreSQL ${found} and load them again; to start empty, ` +
      `move the folder away: mv "${home.folder}" "${home.folder}.pg${found}"`,
  )
}

function initFailed(home: ClusterHome, reason: string, cause: unknown): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'INIT_FAILED',
    `A new database could not be made in ${home.folder}: ${reason}. Free some space or fix the folder's rights, ` +
      'or set DATABASE_URL.',
    { cause },
  )
}
