import type { Answer } from './api-call.ts'
import { type Attempt, attempt, type WholeAnswer } from './attempt.ts'
import {
  BookingAnswerError,
  BookingApiError,
  type BookingError,
  BookingNetworkError,
  BookingTimeoutError,
  type CallFacts,
} from './errors.ts'
import type { OperationRequest } from './operation-request.ts'
import type { OperationRow } from './operation-row.ts'
import type { OperationId } from './operations.generated.ts'
import { readProblem } from './problem.ts'
import { retryAfterMs } from './retry-after.ts'
import { retryWaitMs } from './retry-wait.ts'
import type { Settings } from './settings.ts'
import { unlessAborted } from './unless-aborted.ts'

/** Statuses after which the same request may well succeed. */
const passingStatuses = new Set([408, 429, 502, 503, 504])

/** Refusals of a token, for which another token is asked for once. Nothing has been done then. */
const tokenCodes = new Set(['token_expired', 'unauthenticated'])

interface Call {
  readonly operation: OperationId
  readonly row: OperationRow
  readonly request: OperationRequest
}

/** @throws what the source of tokens throws, or the reason of the caller's signal */
async function tokenFor(settings: Settings, call: Call, rejected: string | null): Promise<string | null> {
  const { token } = settings
  if (call.row.open || token === undefined) return null
  const { signal } = call.request.options
  signal?.throwIfAborted()
  return typeof token === 'string' ? token : unlessAborted(token({ rejected }), signal)
}

function withToken(request: OperationRequest, token: string | null) {
  const headers = new Headers(request.headers)
  if (token !== null) headers.set('Authorization', `Bearer ${token}`)
  return { ...request, headers }
}

/** What the caller is given for an answer that is a success; the error when its body is no JSON. */
function readAnswer(answer: WholeAnswer, facts: CallFacts): Answer<unknown> | BookingAnswerError {
  const { status, headers, text } = answer
  let data: unknown
  if (status === 304) data = null
  else if (status !== 204) {
    try {
      data = JSON.parse(text)
    } catch {
      return new BookingAnswerError(answer, facts)
    }
  }
  return {
    data,
    status,
    etag: headers.get('etag'),
    location: headers.get('location'),
    requestId: headers.get('x-request-id'),
    replayed: headers.get('idempotency-replayed') === 'true',
    idempotencyKey: facts.idempotencyKey,
    attempts: facts.attempts,
    headers,
  }
}

function isSuccess(answer: WholeAnswer, row: OperationRow, request: OperationRequest): boolean {
  const { status, headers } = answer
  if (status >= 200 && status < 300) return true
  if (status === 304) return request.options.ifNoneMatch !== undefined
  const isJson = /^application\/json\b/i.test(headers.get('content-type') ?? '')
  return isJson && (row.alsoAnswers?.includes(status) ?? false)
}

/** How an attempt ended for its caller. */
function outcomeOf(
  ended: Attempt,
  call: Call,
  facts: CallFacts,
  settings: Settings,
): Answer<unknown> | BookingError {
  if (ended.kind === 'timed-out')
    return new BookingTimeoutError(call.request.options.timeoutMs ?? settings.timeoutMs, facts)
  if (ended.kind === 'failed') {
    const reason = ended.cause instanceof Error ? ended.cause.message : String(ended.cause)
    return new BookingNetworkError(`no whole answer came: ${reason}`, facts, ended.cause)
  }
  const { answer } = ended
  if (isSuccess(answer, call.row, call.request)) return readAnswer(answer, facts)
  const waitMs = retryAfterMs(answer.headers.get('retry-after'), settings.now())
  return new BookingApiError(readProblem(answer), { ...answer, retryAfterMs: waitMs }, facts)
}

/** Whether the same request may be sent again after this error: nothing then happens twice. */
function mayRepeat(error: BookingError, call: Call): boolean {
  const isSafe = call.row.repeat === 'safe' || call.request.idempotencyKey !== null
  if (!isSafe) return false
  if (error instanceof BookingNetworkError) return true
  return (
    error instanceof BookingApiError &&
    (passingStatuses.has(error.status) || error.code === 'idempotency_in_progress')
  )
}

/**
 * Sends a request until it has an answer that counts, as often as is safe and allowed. The key is the same every time.
 *
 * @throws BookingError, or the reason of the caller's signal
 */
export async function send(call: Call, settings: Settings): Promise<Answer<unknown>> {
  const { request, operation } = call
  const { signal, timeoutMs = settings.timeoutMs, retries = settings.retries } = request.options
  const startMs = settings.now()
  let token = await tokenFor(settings, call, null)
  let repeat = 0
  let askedForAnother = false
  for (let attempts = 1; ; attempts++) {
    const ended = await attempt(settings.fetch, withToken(request, token), { timeoutMs, signal })
    const facts = { operation, attempts, idempotencyKey: request.idempotencyKey }
    const outcome = outcomeOf(ended, call, facts, settings)
    if (!(outcome instanceof Error)) return outcome
    const problem = outcome instanceof BookingApiError ? outcome : null
    if (problem && tokenCodes.has(problem.code) && !askedForAnother) {
      askedForAnother = true
      const rejected = token
      token = await tokenFor(settings, call, rejected)
      if (token !== rejected) continue
    }
    const afterMs = problem?.retryAfterMs ?? null
    const failure = { repeat: repeat++, elapsedMs: settings.now() - startMs, retryAfterMs: afterMs }
    const waitMs = mayRepeat(outcome, call)
      ? retryWaitMs(failure, { ...settings, retries }, settings.random)
      : null
    if (waitMs === null) throw outcome
    settings.onRetry?.({ operation, attempts, waitMs, error: outcome })
    await settings.sleep(waitMs, signal)
  }
}
