import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { EmbeddedPostgresError, systemErrorCode } from './errors.ts'
import { makeFolder } from './make-folder.ts'
import { type ServerAccount, spawnIdentity } from './server-account.ts'

export interface Binaries {
  /** Folder with `bin`, `lib` and `share`. */
  readonly folder: string
  /** Major version, such as 18. */
  readonly major: number
  /** Full version, such as `18.4`. */
  readonly version: string
}

export interface BinariesOptions {
  /** The `native` folder of the installed package. */
  readonly source: string
  readonly account: ServerAccount | undefined
  /** Where a private copy may be kept; the first that works is used. */
  readonly cacheFolders: readonly string[]
  readonly onProgress: (line: string) => void
}

/**
 * Makes the installed binaries runnable for the server's account: in place if possible, else from a copy made once.
 * A copy is needed when node_modules is read-only, or lies where the account may not look.
 *
 * @throws EmbeddedPostgresError `BINARIES_UNUSABLE` with what the system said.
 */
export function prepareBinaries(options: BinariesOptions): Binaries {
  const inPlace = tryFolder(options.source, options.account)
  if (typeof inPlace !== 'string') return inPlace
  let complaint = inPlace
  for (const cache of options.cacheFolders) {
    const copy = path.join(cache, copyName(options.source))
    try {
      if (!existsSync(copy)) {
        options.onProgress(`Copying PostgreSQL to ${copy}, because ${options.source} cannot be used in place`)
        copyOnce(options.source, copy)
      }
      refuseForeign(copy)
    } catch (error) {
      complaint = `${copy}: ${messageOf(error)}`
      continue
    }
    const copied = tryFolder(copy, options.account)
    if (typeof copied !== 'string') return copied
    complaint = `${copy}: ${copied}`
  }
  throw new EmbeddedPostgresError(
    'BINARIES_UNUSABLE',
    `The PostgreSQL programs in ${options.source} do not run${options.account ? ` as ${options.account.name}` : ''}: ` +
      `${complaint}. Set DATABASE_URL to a PostgreSQL server to do without them.`,
  )
}

/** Folders for the private copy, best first. Works without HOME. */
export function defaultCacheFolders(): string[] {
  const name = 'booking-engine'
  const folders: string[] = []
  if (process.getuid?.() === 0)
    folders.push(path.join('/var/cache', name), path.join('/var/lib', name, 'cache'))
  if (process.env.XDG_CACHE_HOME) folders.push(path.join(process.env.XDG_CACHE_HOME, name))
  try {
    folders.push(path.join(os.homedir(), '.cache', name))
  } catch {
    // An account without a home: the temp folder below serves.
  }
  folders.push(path.join(os.tmpdir(), `${name}-${process.getuid?.() ?? 'user'}`))
  return folders
}

/** @returns the binaries, or the reason why they do not run */
function tryFolder(folder: string, account: ServerAccount | undefined): Binaries | string {
  try {
    makeSymlinks(folder)
  } catch (error) {
    return messageOf(error)
  }
  const answer = spawnSync(path.join(folder, 'bin', 'postgres'), ['--version'], {
    ...spawnIdentity(account),
    cwd: path.parse(folder).root,
    encoding: 'utf8',
  })
  if (answer.error !== undefined) return messageOf(answer.error)
  const version = /PostgreSQL\) (\S+)/.exec(answer.stdout)?.[1]
  if (answer.status !== 0 || version === undefined)
    return answer.stderr.trim() || `exit code ${answer.status}`
  return { folder, version, major: Number.parseInt(version, 10) }
}

/** npm packages cannot hold symlinks, so the package lists them in a file for its install script, which may not run. */
function makeSymlinks(folder: string): void {
  const listed: unknown = JSON.parse(readFileSync(path.join(folder, 'pg-symlinks.json'), 'utf8'))
  if (!Array.isArray(listed)) return
  for (const { source, target } of listed as { source: string; target: string }[]) {
    const link = path.join(folder, path.relative('native', target))
    try {
      symlinkSync(path.basename(source), link)
    } catch (error) {
      if (systemErrorCode(error) !== 'EEXIST' && !existsSync(link)) throw error
    }
  }
}

function copyName(source: string): string {
  const manifest: unknown = JSON.parse(readFileSync(path.join(source, '..', 'package.json'), 'utf8'))
  const { version } = manifest as { version: string }
  return `postgresql-${version}-${process.platform}-${process.arch}`
}

/** Copies beside the goal and renames, so that a half-made copy is never taken for a whole one. */
function copyOnce(source: string, goal: string): void {
  makeFolder(path.dirname(goal), process.getuid?.() === 0 ? 0o755 : 0o700)
  const draft = `${goal}.${randomBytes(6).toString('hex')}`
  try {
    cpSync(source, draft, { recursive: true, verbatimSymlinks: true })
    openForReading(draft)
    renameSync(draft, goal)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(goal)) throw error
  }
}

function openForReading(folder: string): void {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const child = path.join(folder, entry.name)
    if (entry.isDirectory()) openForReading(child)
    else if (entry.isFile()) chmodSync(child, path.basename(folder) === 'bin' ? 0o755 : 0o644)
  }
}

/** A copy that others may write to, or that somebody else made, must not be executed. */
function refuseForeign(copy: string): void {
  const uid = process.getuid?.()
  if (uid === undefined) return
  for (const folder of [copy, path.dirname(copy)]) {
    const status = lstatSync(folder)
    const foreign = status.uid !== uid && status.uid !== 0
    if (!status.isDirectory() || foreign || (status.mode & 0o022) !== 0) {
      throw new EmbeddedPostgresError('BINARIES_UNUSABLE', 'the folder belongs to, or is writable by, others')
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
