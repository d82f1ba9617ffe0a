import { createInstruments, type Instruments } from '@booking/telemetry'

/** Upper bounds of the latency buckets, in seconds. */
const LATENCY_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10]

/** What a finished request was. */
export interface FinishedRequest {
  readonly method: string
  /** Pattern of the operation's path; `none` where no operation was reached. */
  readonly route: string
  readonly status: number
  readonly durationMs: number
  /** Code of the problem it ended with. */
  readonly problemCode: string | undefined
}

/** One decision of the rate limit. */
export interface LimitDecision {
  /** The role, or `none` without a valid token. */
  readonly tier: string
  readonly decision: 'granted' | 'refused'
  /** Where it was counted. */
  readonly store: 'redis' | 'memory'
}

/** What is counted while requests are served. */
export interface Metrics extends Pick<Instruments, 'watch' | 'watchProcess' | 'text' | 'contentType'> {
  readonly requestFinished: (request: FinishedRequest) => void
  readonly limitDecided: (decision: LimitDecision) => void
}

/** Makes the instruments of one API process. */
export const createMetrics = (): Metrics => {
  const instruments = createInstruments()
  const latency = instruments.durations(
    'booking_http_request_duration_seconds',
    'Time from a request to its answer.',
    ['method', 'route', 'status'],
    LATENCY_BUCKETS,
  )
  const problem = instruments.counter(
    'booking_http_problems_total',
    'Answers that are problems, by their code.',
    ['method', 'route', 'code'],
  )
  const decision = instruments.counter(
    'booking_rate_limit_decisions_total',
    'Requests that the rate limit granted or refused.',
    ['tier', 'decision', 'store'],
  )
  return {
    ...instruments,
    requestFinished({ method, route, status, durationMs, problemCode }) {
      latency({ method, route, status }, durationMs)
      if (problemCode !== undefined) problem({ method, route, code: problemCode })
    },
    limitDecided: (decided) => decision({ ...decided }),
  }
}
