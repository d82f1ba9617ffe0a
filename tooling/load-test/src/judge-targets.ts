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
  const service = serviceTargets(totals, results)
  return [
    ...(profile.isHeld.service ? service : service.map((target) => ({ ...target, isMet: null }))),
    aboveRate('Peak Request Rate', totals.peakRate, targets.peakRateMin, profile.isHeld.peakRate),
    aboveRate('Booking Creation', totals.peakBookedRate, targets.bookingRateMin, profile.isHeld.bookingRate),
    { metric: 'Untrue Answers', target: '0', actual: String(totals.wrong), isMet: totals.wrong === 0 },
    {
      metric: 'Double Bookings',
      target: '0',
      actual: proof.doubleBookings === null ? 'not looked for' : String(proof.doubleBookings),
      isMet: proof.doubleBookings === null ? null : proof.doubleBookings === 0,
    },
  ]
}

/** How long people wait, and how often they get what they ask for. */
function serviceTargets(totals: Totals, results: readonly ScenarioResult[]): TargetResult[] {
  const { p95MsMax, p99MsMax, meanMsMax, errorShareMax, requestsMin } = targets
  const { latency } = totals
  return [
    below('Response Time (P95)', latency.p95, p95MsMax),
    below('Response Time (P99)', latency.p99, p99MsMax),
    below('Average Response', latency.mean, meanMsMax),
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
  ]
}

/** Of a share, with one digit after the point, or as many as keep a little from looking like none or all. */
export function percent(share: number): string {
  const toEnd = Math.min(share, 1 - share)
  const digits = toEnd <= 0 || toEnd >= 0.0005 ? 1 : Math.ceil(-Math.log10(toEnd * 100) - 1e-9)
  return `${(share * 100).toFixed(digits)}%`
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
