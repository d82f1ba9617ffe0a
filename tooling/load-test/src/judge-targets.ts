import type { Profile } from './profiles.ts'
import type { Proof, ScenarioResult, TargetResult, Totals } from './results.ts'
import { scenarios } from './scenarios.ts'
import { targets } from './targets.ts'

/** The table of targets, with what the run has reached. */
export function judgeTargets(
  profile: Profile,
  totals: Totals,
  results: readonly ScenarioResult[],
  proof: Proof,
): TargetResult[] {
  const { latency } = totals
  const { p95MsMax, p99MsMax, meanMsMax, errorShareMax, requestsMin } = targets
  return [
    below('Response Time (P95)', latency.p95, p95MsMax),
    below('Response Time (P99)', latency.p99, p99MsMax),
    below('Average Response', latency.mean, meanMsMax),
    aboveRate('Peak Request Rate', totals.peakRate, targets.peakRateMin, profile.isHeld.peakRate),
    aboveRate('Booking Creation', totals.peakBookedRate, targets.bookingRateMin, profile.isHeld.bookingRate),
    {
      metric: 'Total Requests',
      target: `${requestsMin.toLocaleString('en')}+`,
      actual: totals.requests.toLocaleString('en'),
      isMet: totals.requests >= requestsMin,
    },
    ...scenarios.flatMap(({ id, name, successMin }) => {
      const result = results.find((one) => one.id === id)
      return successMin === null || result === undefined ? [] : [successTarget(name, result, successMin)]
    }),
    {
      metric: 'Overall Error Rate',
      target: `< ${percent(errorShareMax)}`,
      actual: percent(totals.errorShare),
      isMet: totals.errorShare < errorShareMax,
    },
    { metric: 'Untrue Answers', target: '0', actual: String(totals.wrong), isMet: totals.wrong === 0 },
    {
      metric: 'Double Bookings',
      target: '0',
      actual: proof.doubleBookings === null ? 'not looked for' : String(proof.doubleBookings),
      isMet: proof.doubleBookings === null ? null : proof.doubleBookings === 0,
    },
  ]
}

/** Of a share, with one digit after the point. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(share > 0.9995 && share < 1 ? 2 : 1)}%`
}

function below(metric: string, ms: number, msMax: number): TargetResult {
  return { metric, target: `< ${msMax} ms`, actual: `${ms.toFixed(1)} ms`, isMet: ms < msMax }
}

function aboveRate(metric: string, rate: number, rateMin: number, isHeld: boolean): TargetResult {
  return {
    metric,
    target: `> ${rateMin}/s`,
    actual: `${rate.toFixed(1)}/s`,
    isMet: isHeld ? rate > rateMin : null,
  }
}

function successTarget(name: string, { requests, successShare }: ScenarioResult, min: number): TargetResult {
  return {
    metric: `${name} Success`,
    target: `> ${percent(min)}`,
    actual: requests === 0 ? 'never asked' : percent(successShare),
    isMet: requests === 0 ? null : successShare > min,
  }
}
