import { chmodSync, chownSync, lstatSync, mkdirSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { canEnter, type ServerAccount } from './server-account.ts'

/** `sun_path` holds 108 bytes with its closing NUL on Linux, 104 on macOS. */
const SOCKET_PATH_BYTES_MAX = process.platform === 'darwin' ? 103 : 107
const SOCKET_NAME = '/.s.PGSQL.65535'

/**
 * The folder for the server's socket: below the temp folder, always the same for the same data, owned by the server's
 * account, closed to others.
 *
 * @param key names the data, such as a hash of their path
 * @returns `undefined` where no safe folder with a short enough path can be had; the server then listens on TCP alone
 */
export function makeSocketFolder(
  key: string,
  account: ServerAccount | undefined,
  parents: readonly string[] = [os.tmpdir(), '/tmp'],
): string | undefined {
  for (const parent of parents) {
    const folder = path.join(parent, `booking-postgres-${key}`)
    if (Buffer.byteLength(folder + SOCKET_NAME) > SOCKET_PATH_BYTES_MAX) continue
    if (claim(folder, account) && canEnter(folder, account)) return folder
  }
  return undefined
}

/** Removes the socket folder with whatever a killed server left in it. */
export function removeSocketFolder(folder: string | undefined): void {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
}

/** Somebody else may have put a folder of that name into the shared temp folder: it must be ours to be used. */
function claim(folder: string, account: ServerAccount | undefined): boolean {
  const uid = account?.uid ?? process.getuid?.()
  try {
    mkdirSync(folder, { mode: 0o700 })
    if (account !== undefined) chownSync(folder, account.uid, account.gid)
    chmodSync(folder, 0o700)
    return true
  } catch {
    return isOwnedBy(folder, uid)
  }
}

function isOwnedBy(folder: string, uid: number | undefined): boolean {
  try {
    const status = lstatSync(folder)
    return status.isDirectory() && (uid === undefined || status.uid === uid) && (status.mode & 0o077) === 0
  } catch {
    return false
  }
}
