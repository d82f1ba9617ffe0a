import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'

/** A line of a history file; docs/invariants.md tells the format. */
interface HistoryLine {
  readonly op: 'create' | 'change' | 'cancel'
  readonly step: 'send' | 'ack' | 'unknown'
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly requestId?: string
  readonly bookingId?: string
  /** Of the answer; 5xx leaves the outcome as open as no answer does. */
  readonly status?: number
  readonly version?: number
}

/** What clients know of one booking. */
export interface KnownBooking {
  isCreated: boolean
  isCancelled: boolean
  /** Something was sent that may have cancelled it. */
  mayBeCancelled: boolean
  /** The highest version that an answer named; 0 when none did. */
  version: number
}

/** What clients sent and what they were told, boiled down. */
export interface History {
  readonly bookings: Map<string, KnownBooking>
  readonly sentIds: Set<string>
  /** Requests that were answered with a refusal, 4xx. */
  readonly refusedIds: Set<string>
  /** The span of time that the file is about; milliseconds since the epoch. */
  from: number
  to: number
}

/** A line of a history file cannot be read. */
export class HistoryError extends Error {
  override readonly name = 'HistoryError'
}

export const emptyHistory = (): History => ({
  bookings: new Map(),
  sentIds: new Set(),
  refusedIds: new Set(),
  from: Number.POSITIVE_INFINITY,
  to: Number.NEGATIVE_INFINITY,
})

/**
 * Reads a history file line by line.
 *
 * @throws HistoryError for a line that is not as it must be; what the file system throws
 */
export const readHistory = async (file: string): Promise<History> => {
  const history = emptyHistory()
  let number = 0
  for await (const text of createInterface({ input: createReadStream(file) })) {
    number++
    if (text.trim() === '') continue
    try {
      addLine(history, JSON.parse(text) as HistoryLine)
    } catch (error) {
      throw new HistoryError(`Line ${number} of ${file}: ${error instanceof Error ? error.message : error}`)
    }
  }
  return history
}

/** @throws TypeError when the line says something else than the format allows */
export const addLine = (history: History, line: HistoryLine): void => {
  requireForm(line)
  const { op, step, at, requestId, bookingId, status = 0, version = 0 } = line
  history.from = Math.min(history.from, at)
  history.to = Math.max(history.to, at)
  if (requestId !== undefined) {
    history.sentIds.add(requestId)
    if (step === 'ack' && status >= 400 && status < 500) history.refusedIds.add(requestId)
  }
  if (bookingId === undefined) return
  const known = history.bookings.get(bookingId) ?? {
    isCreated: false,
    isCancelled: false,
    mayBeCancelled: false,
    version: 0,
  }
  history.bookings.set(bookingId, known)
  if (op !== 'create') known.mayBeCancelled = true
  if (step !== 'ack' || status < 200 || status > 299) return
  if (op === 'create') known.isCreated = true
  if (op === 'cancel') known.isCancelled = true
  known.version = Math.max(known.version, version)
}

const requireForm = ({ op, step, at, status }: HistoryLine): void => {
  if (!['create', 'change', 'cancel'].includes(op)) throw new TypeError("'op' is create, change or cancel")
  if (!['send', 'ack', 'unknown'].includes(step)) throw new TypeError("'step' is send, ack or unknown")
  if (!Number.isFinite(at)) throw new TypeError("'at' is milliseconds since the epoch")
  if (step === 'ack' && !Number.isInteger(status)) throw new TypeError("an 'ack' has the answer's 'status'")
}
