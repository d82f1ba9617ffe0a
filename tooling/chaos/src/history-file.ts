import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs'

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

/**
 * Writes the history as it was for somebody who knows of no answer after an instant: what was sent later may have been
 * done or not.
 *
 * @param untilMs milliseconds since the epoch
 */
export const writeHistoryUntil = (from: string, to: string, untilMs: number): void => {
  const lines = readFileSync(from, 'utf8').split('\n')
  const known = lines.filter((text) => {
    if (text === '') return false
    const { step, at } = JSON.parse(text) as HistoryLine & { readonly at: number }
    return step === 'send' || at <= untilMs
  })
  writeFileSync(to, `${known.join('\n')}\n`)
}
