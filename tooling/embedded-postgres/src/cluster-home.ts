import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { EmbeddedPostgresError, systemErrorCode } from './errors.ts'
import { makeFolder } from './make-folder.ts'
import { canEnter, type ServerAccount, serverAccount } from './server-account.ts'

/**
 * Where one server's things lie. The folder is ours; only `cluster` belongs to the server's account:
 * `cluster/` (the data, mode 0700), `password` (0600), `port`, `server.log`.
 */
export interface ClusterHome {
  readonly folder: string
  readonly cluster: string
  readonly account: ServerAccount | undefined
}

export interface ClusterHomeOptions {
  readonly dataDir: string
  /** Leads the folder's name when the data must lie outside the project. */
  readonly name: string
  /** Where data go when the server's account cannot reach `dataDir`. */
  readonly outsideFolder: string
  readonly onProgress: (line: string) => void
}

/**
 * Finds or makes the home of the data.
 *
 * As root the server runs under another account, which cannot enter a project below a folder that only root may enter
 * (/root, or a folder made by `mktemp -d`). Its data then lie under `outsideFolder`, and stay there afterwards.
 *
 * @throws EmbeddedPostgresError `DATA_FOLDER_UNUSABLE`, `NO_SERVER_ACCOUNT`
 */
export function openClusterHome(options: ClusterHomeOptions): ClusterHome {
  const inside = path.resolve(options.dataDir)
  const outside = path.join(options.outsideFolder, `${options.name}-${pathHash(inside)}`)
  const account = serverAccount([clusterOf(inside), clusterOf(outside)])
  const hasData = existsSync(path.join(clusterOf(inside), 'PG_VERSION'))
  const movedOut = account !== undefined && existsSync(path.join(clusterOf(outside), 'PG_VERSION'))
  if (!(movedOut && !hasData)) {
    makeHome(inside, account)
    if (canEnter(inside, account)) return { folder: inside, cluster: clusterOf(inside), account }
    refuseLeavingDataBehind(inside, hasData, account)
  }
  makeHome(outside, account)
  if (!canEnter(outside, account)) throw unreachable(outside, account)
  options.onProgress(
    `The database lies in ${outside}, because its account cannot enter ${path.dirname(inside)}`,
  )
  return { folder: outside, cluster: clusterOf(outside), account }
}

/** The superuser's password, made at the first start and kept beside the data for our eyes only. */
export function readOrMakePassword(home: ClusterHome): string {
  const file = path.join(home.folder, 'password')
  try {
    const password = readFileSync(file, 'utf8').trim()
    if (password !== '') return password
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw foreign(home.folder, error)
  }
  if (existsSync(path.join(home.cluster, 'PG_VERSION'))) {
    throw new EmbeddedPostgresError(
      'DATA_FOLDER_UNUSABLE',
      `The password of the database is gone: ${file} is missing. Put it back, or delete ${home.folder} to start empty.`,
    )
  }
  const password = randomBytes(24).toString('base64url')
  writeFileSync(file, `${password}\n`, { mode: 0o600 })
  return password
}

/** The port of the last run, if there was one. */
export function readPort(home: ClusterHome): number | undefined {
  try {
    const port = Number(readFileSync(path.join(home.folder, 'port'), 'utf8'))
    return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined
  } catch {
    return undefined
  }
}

/** Remembers the port for the next run. */
export function rememberPort(home: ClusterHome, port: number): void {
  writeFileSync(path.join(home.folder, 'port'), `${port}\n`)
}

/** Twelve hex digits that stand for a folder, the same through every symlink to it. */
export function pathHash(folder: string): string {
  return createHash('sha256').update(realPath(folder)).digest('hex').slice(0, 12)
}

function realPath(folder: string): string {
  try {
    return realpathSync(folder)
  } catch {
    const parent = path.dirname(folder)
    return parent === folder ? folder : path.join(realPath(parent), path.basename(folder))
  }
}

function clusterOf(folder: string): string {
  return path.join(folder, 'cluster')
}

function makeHome(folder: string, account: ServerAccount | undefined): void {
  try {
    makeFolder(folder, account === undefined ? 0o700 : 0o711)
  } catch (error) {
    throw foreign(folder, error)
  }
}

/** A home that was made here in vain and is still empty must not be mistaken for data later. */
function refuseLeavingDataBehind(inside: string, hasData: boolean, account: ServerAccount | undefined): void {
  if (hasData) throw unreachable(inside, account)
  rmSync(inside, { recursive: true, force: true })
}

function unreachable(folder: string, account: ServerAccount | undefined): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'DATA_FOLDER_UNUSABLE',
    `The account ${account?.name ?? 'of this process'}, which runs PostgreSQL, cannot enter ${folder}: ` +
      'some folder above it is closed to others. Open it (chmod o+x), or set DATABASE_URL.',
  )
}

function foreign(folder: string, cause: unknown): EmbeddedPostgresError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new EmbeddedPostgresError(
    'DATA_FOLDER_UNUSABLE',
    `The database folder ${folder} cannot be used by this account (${reason}). Start as the account that made it, ` +
      'delete it to start empty, or set DATABASE_URL.',
    { cause },
  )
}
