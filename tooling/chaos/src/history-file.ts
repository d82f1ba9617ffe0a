import { closeSync, openSync, writeSync } from 'node:fs'

export type HistoryOp = 'create' | 'change' | 'cancel'

/** A line of the history that `npm run invariants -- --history` reads; docs/invariants.md tells the format. */
export interface HistoryLine {
  readonly op: HistoryOp
  readonly step: 'send' | 'ack' | 'unknown'
  readonly requestId: string
  readonly bookingId?: string
  readonly status?: number
  readonly version?: number
}

/** What clients sent and were told, appended to a file before and after every request. */
export class HistoryFile {
  readonly path: string
  readonly #descriptor: number

  constructor(path: string) {
    this.path = path
    this.#descriptor = openSync(path, 'ax')
  }

  /** Returns when the line is with the operating system: it outlives this process. */
  write(line: HistoryLine): void {
    writeSync(this.#descriptor, `${JSON.stringify({ ...line, at: Date.now() })}\n`)
  }

  close(): void {
    closeSync(this.#descriptor)
  }
}
