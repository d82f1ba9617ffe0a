import { chown, copyFile, lstat, mkdir, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { openDatabase } from '@booking/storage'

/** Folders that a new server makes anew, so that only they themselves are copied; the log of writes comes last. */
const EMPTIED = new Set([
  'pg_dynshmem',
  'pg_notify',
  'pg_replslot',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
  'pg_wal',
])
/** Files of the running server that a copy must not have. */
const LEFT_OUT = /^(?:postmaster\.(?:pid|opts)|pgsql_tmp.*|pg_internal\.init.*)$/

/**
 * Copies the data of a server that goes on working, with nothing but SQL and copies of files: PostgreSQL's
 * documentation, "Making a Base Backup Using the Low Level API". A server that is started on the copy has everything
 * that was committed before this returns the label, and nothing of what was not.
 *
 * @param url a superuser's address; the server's files must be readable from here
 * @param to a folder that does not exist yet
 * @returns when the last of it, by the clock of this machine, was sure to be in; milliseconds since the epoch
 */
export const takeBaseBackup = async (url: string, to: string): Promise<{ readonly endedMs: number }> => {
  const database = openDatabase({ url, connectionsMax: 1, applicationName: 'chaos', statementTimeoutMs: 0 })
  // The server takes the session for the one that makes the backup.
  const session = await database.sql.reserve()
  const slot = `base_backup_${process.pid}_${Date.now()}`
  try {
    const [row] = await session<{ from: string }[]>`SELECT current_setting('data_directory') AS from`
    // It keeps the log of writes from being used again before it is copied.
    await session`SELECT pg_create_physical_replication_slot(${slot}, true)`
    await session`SELECT pg_backup_start('chaos', fast => true)`
    await copyFolder(row!.from, to, true)
    const endedMs = Date.now()
    const [stopped] = await session<{ label: string }[]>`
      SELECT labelfile AS label FROM pg_backup_stop(wait_for_archive => false)`
    await writeFile(path.join(to, 'backup_label'), stopped!.label, { mode: 0o600 })
    await keepOwner(path.join(row!.from, 'PG_VERSION'), path.join(to, 'backup_label'))
    await copyFolder(path.join(row!.from, 'pg_wal'), path.join(to, 'pg_wal'), false)
    return { endedMs }
  } finally {
    await session`SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = ${slot}`
    session.release()
    await database.close()
  }
}

/** As root the server runs under another account, which must be able to read the copy. */
const keepOwner = async (from: string, to: string): Promise<void> => {
  if (process.getuid?.() !== 0) return
  const { uid, gid } = await lstat(from)
  await chown(to, uid, gid)
}

const copyFolder = async (from: string, to: string, isTop: boolean): Promise<void> => {
  await makeFolder(from, to)
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (LEFT_OUT.test(entry.name)) continue
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)]
    if (isTop && EMPTIED.has(entry.name)) await makeFolder(source, target)
    else if (entry.isDirectory()) await copyFolder(source, target, false)
    else await copyOne(source, target)
  }
}

const makeFolder = async (from: string, to: string): Promise<void> => {
  await mkdir(to, { recursive: true, mode: 0o700 })
  await keepOwner(from, to)
}

/** A file that is gone by now was removed by the server, and its log of writes knows that. */
const copyOne = async (from: string, to: string): Promise<void> => {
  try {
    await copyFile(from, to)
    await keepOwner(from, to)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}
