import { chmodSync, mkdirSync } from 'node:fs'
import path from 'node:path'

/**
 * Makes a folder and its missing parents with exactly the given mode, whatever the umask.
 * Folders that are there already keep their mode.
 */
export function makeFolder(folder: string, mode: number): void {
  const absolute = path.resolve(folder)
  const first = mkdirSync(absolute, { recursive: true })
  if (first === undefined) return
  for (let made = absolute; made.length >= first.length; made = path.dirname(made)) chmodSync(made, mode)
}
