import { highestTarget, type Profile, secondsOf } from './profiles.ts'
import { k6Thresholds } from './targets.ts'

/** An open loop needs a virtual user for each request that has not been answered; at a second each that is the rate. */
const VUS_MIN = 50
const VUS_MAX = 1_000
const STOP_SECONDS = 10
/** The function of the script that k6 calls again and again. */
const exec = 'mix'

/** The options of the k6 script. */
export function k6Options(profile: Profile): Record<string, unknown> {
  return {
    scenarios: { mix: profile.loop === 'closed' ? closed(profile) : open(profile) },
    thresholds: k6Thresholds(),
    summaryTrendStats: ['avg', 'min', 'med', 'max', 'p(90)', 'p(95)', 'p(99)'],
    setupTimeout: '60s',
    userAgent: 'booking-load-test',
  }
}

function closed({ stages }: Profile): Record<string, unknown> {
  return {
    executor: 'ramping-vus',
    exec,
    startVUs: 0,
    stages: stages.map(({ seconds, target }) => ({ duration: `${seconds}s`, target })),
    gracefulRampDown: `${STOP_SECONDS}s`,
    gracefulStop: `${STOP_SECONDS}s`,
  }
}

function open(profile: Profile): Record<string, unknown> {
  const rate = highestTarget(profile)
  const vus = {
    timeUnit: '1s',
    preAllocatedVUs: Math.min(VUS_MAX, Math.max(VUS_MIN, Math.ceil(rate / 4))),
    maxVUs: Math.min(VUS_MAX, Math.max(VUS_MIN, rate)),
    gracefulStop: `${STOP_SECONDS}s`,
  }
  const [first] = profile.stages
  if (profile.stages.length === 1 && first !== undefined)
    return {
      executor: 'constant-arrival-rate',
      exec,
      rate: first.target,
      duration: `${secondsOf(profile)}s`,
      ...vus,
    }
  return {
    executor: 'ramping-arrival-rate',
    exec,
    startRate: 1,
    stages: profile.stages.map(({ seconds, target }) => ({ duration: `${seconds}s`, target })),
    ...vus,
  }
}
