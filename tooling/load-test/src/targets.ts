import { scenarios } from './scenarios.ts'

/** What a run is held to. */
export const targets = {
  p95MsMax: 1_000,
  p99MsMax: 2_000,
  meanMsMax: 500,
  errorShareMax: 0.05,
  peakRateMin: 100,
  bookingRateMin: 200,
  requestsMin: 1_000,
} as const

/** The targets as k6 judges them; names of its metrics, and conditions in its language. */
export function k6Thresholds(): Record<string, string[]> {
  const { p95MsMax, p99MsMax, meanMsMax, errorShareMax } = targets
  const successes = scenarios.flatMap(({ id, successMin }) =>
    successMin === null ? [] : [[`success{operation:${id}}`, [`rate>${successMin}`]] as const],
  )
  return {
    http_req_duration: [`p(95)<${p95MsMax}`, `p(99)<${p99MsMax}`, `avg<${meanMsMax}`],
    errors: [`rate<${errorShareMax}`],
    wrong_answers: ['count==0'],
    ...Object.fromEntries(successes),
  }
}
