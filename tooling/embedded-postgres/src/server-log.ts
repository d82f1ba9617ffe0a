import { closeSync, fstatSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'
import path from 'node:path'

const LOG_BYTES_MAX = 5 * 1024 * 1024
const TAIL_LINES = 8

/** The server's log: a file, so that the server can go on writing when the process that started it is killed. */
export interface ServerLog {
  readonly descriptor: number
  /** What the server wrote since the log was opened. */
  written(): string
  /** The last few lines of it, for error messages. */
  tail(): string
  close(): void
}

/** Opens `server.log` in a folder; a log that has grown past 5 MiB is first set aside as `server.log.1`. */
export function openServerLog(folder: string): ServerLog {
  const file = path.join(folder, 'server.log')
  setAsideWhenLarge(file)
  const descriptor = openSync(file, 'a', 0o600)
  const start = fstatSync(descriptor).size
  const written = () => readFileSync(file).subarray(start).toString('utf8')
  return {
    descriptor,
    written,
    tail: () => written().trim().split('\n').slice(-TAIL_LINES).join('\n'),
    close: () => closeSync(descriptor),
  }
}

function setAsideWhenLarge(file: string): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  if (size > LOG_BYTES_MAX) renameSync(file, `${file}.1`)
}
