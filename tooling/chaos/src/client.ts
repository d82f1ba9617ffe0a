import { Agent, request as httpRequest } from 'node:http'
import type { HistoryFile, HistoryOp } from './history-file.ts'

export interface Answer {
  /** 0 when there was no answer, whatever became of the request. */
  readonly status: number
  /** Why there was none, by the system's error code; `ECONNREFUSED` alone is sure to have done nothing. */
  readonly lost?: string
  readonly body: AnswerBody
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** From the first byte sent to the last byte read. */
  readonly ms: number
}

/**
 * Whether a request was told to come back later. The service says so once its own deadlines are over, so on a machine
 * that is not ours alone it is as much a matter of time as any other lateness.
 */
export const isTurnedAway = ({ status, headers }: Answer): boolean =>
  status === 503 && headers['retry-after'] !== undefined

/** What scenarios look at in any of the answers. */
export interface AnswerBody {
  readonly id: string
  readonly code: string
  readonly version?: number
  readonly startTime: string
  readonly endTime: string
  readonly conflicts: readonly { id: string; startTime: string; endTime: string }[]
  readonly status: string
}

export interface ClientRequest {
  readonly body?: object | undefined
  /** Sent as it is, instead of `body`. */
  readonly text?: string
  /** Idempotency-Key. */
  readonly key?: string | undefined
  /** Bearer token instead of the client's own. */
  readonly token?: string
  /** Milliseconds until the client gives up, default 30,000. */
  readonly msMax?: number
}

const PATIENCE_MS = 30_000
const SOCKETS_MAX = 512
/** The service hangs up after 5 s without a request, and a request that meets that is lost. */
const IDLE_MS_MAX = 4_000

/**
 * Sends requests as a program outside would, and keeps the history of all that change a booking. It never tries
 * again by itself: no answer is an answer too.
 */
export class Client {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: SOCKETS_MAX, timeout: IDLE_MS_MAX })
  readonly #history: HistoryFile
  readonly #token: string
  #requests = 0
  /** Answers by status; those that never came are under 0. */
  readonly statuses = new Map<number, number>()
  /** The longest time that an answer, or its loss, has taken, in milliseconds. */
  slowestMs = 0
  /** Why answers did not come, by the system's error code. */
  readonly losses = new Map<string, number>()

  constructor(history: HistoryFile, token: string) {
    this.#history = history
    this.#token = token
  }

  /**
   * @param base `http://127.0.0.1:…/api/v1`
   * @returns null when there was no answer, whatever became of the request
   */
  async send(base: string, method: string, path: string, request: ClientRequest = {}): Promise<Answer> {
    const requestId = `r-${++this.#requests}`
    const change = changeOf(method, path)
    if (change !== null) {
      const { isException: _, ...told } = change
      this.#history.write({ ...told, step: 'send', requestId })
    }
    const answer = await this.#exchange(base, method, path, request, requestId)
    const { status, lost } = answer
    this.slowestMs = Math.max(this.slowestMs, answer.ms)
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1)
    if (lost !== undefined) this.losses.set(lost, (this.losses.get(lost) ?? 0) + 1)
    if (change !== null) this.#remember(change, requestId, answer)
    return answer
  }

  close(): void {
    this.#agent.destroy()
  }

  #remember({ isException, ...change }: Change, requestId: string, { status, body }: Answer): void {
    if (status === 0) {
      this.#history.write({ ...change, step: 'unknown', requestId })
      return
    }
    const isDone = status >= 200 && status < 300
    const bookingId = isDone && !isException ? body.id : change.bookingId
    this.#history.write({
      op: change.op,
      step: 'ack',
      requestId,
      status,
      ...(bookingId === undefined ? {} : { bookingId }),
      ...(isDone && typeof body.version === 'number' ? { version: body.version } : {}),
    })
  }

  #exchange(
    base: string,
    method: string,
    path: string,
    {
      body,
      text = body && JSON.stringify(body),
      key,
      token = this.#token,
      msMax = PATIENCE_MS,
    }: ClientRequest,
    requestId: string,
  ): Promise<Answer> {
    const headers = {
      Authorization: `Bearer ${token}`,
      'X-Request-Id': requestId,
      ...(key === undefined ? {} : { 'Idempotency-Key': key }),
      ...(text === undefined
        ? {}
        : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) }),
    }
    return new Promise((resolve) => {
      const begun = performance.now()
      const lose = (lost: string) =>
        resolve({ status: 0, lost, body: {} as AnswerBody, headers: {}, ms: performance.now() - begun })
      const outgoing = httpRequest(base + path, { method, headers, agent: this.#agent, timeout: msMax })
      outgoing.on('timeout', () => outgoing.destroy(Object.assign(new Error(), { code: 'CLIENT_TIMEOUT' })))
      outgoing.on('error', (error: NodeJS.ErrnoException) => lose(error.code ?? error.message))
      outgoing.on('response', (incoming) => {
        const chunks: Buffer[] = []
        incoming.on('error', (error: NodeJS.ErrnoException) => lose(error.code ?? error.message))
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
        incoming.on('end', () => {
          const ms = performance.now() - begun
          const parsed = parsedBody(Buffer.concat(chunks).toString())
          if (parsed === null) return lose('NOT_JSON')
          resolve({ status: incoming.statusCode ?? 0, body: parsed, headers: incoming.headers, ms })
        })
      })
      outgoing.end(text)
    })
  }
}

const parsedBody = (text: string): AnswerBody | null => {
  try {
    return JSON.parse(text) as AnswerBody
  } catch {
    return null
  }
}

interface Change {
  readonly op: HistoryOp
  readonly bookingId?: string
  /** The answer is an exception, and its id that of no booking. */
  readonly isException: boolean
}

const bookingPath = /^\/bookings\/(?<id>[^/?]+)(?<rest>[^?]*)(?<query>.*)$/

/** What a request does to bookings; null for one that changes none. */
const changeOf = (method: string, path: string): Change | null => {
  if (method === 'GET' || path.includes('dryRun=true')) return null
  if (method === 'POST' && /^\/bookings(\/recurring)?(\?|$)/.test(path))
    return { op: 'create', isException: false }
  const { id, rest = '', query = '' } = bookingPath.exec(path)?.groups ?? {}
  if (id === undefined) return null
  const isCancel = method === 'DELETE' && rest === '' && !query.includes('scope=')
  return { op: isCancel ? 'cancel' : 'change', bookingId: id, isException: rest !== '' }
}
