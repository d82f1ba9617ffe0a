/** A stretch of a run: the target is reached in a straight line at its end. */
export interface Stage {
  readonly name: string
  readonly seconds: number
  /** Users where the loop is closed, requests a second where it is open. */
  readonly target: number
}

/**
 * How load is made. Closed: so many users, each of whom waits for the answer, pauses, and goes on. Open: requests
 * arrive at a rate, whether or not earlier ones have been answered.
 */
export interface Profile {
  readonly name: ProfileName
  /** What it is for, in a sentence. */
  readonly purpose: string
  readonly loop: 'closed' | 'open'
  readonly stages: readonly Stage[]
  /** Mean time from one request of a user to the next, in ms; 0: at once. Closed loops only. */
  readonly pauseMs: number
  /** People with a token and a rate limit of their own. */
  readonly users: number
  /** Targets that this load can reach: times and shares, the rate of the best minute, that of bookings in it. */
  readonly isHeld: { readonly service: boolean; readonly peakRate: boolean; readonly bookingRate: boolean }
}

export const profileNames = ['smoke', 'short', 'full', 'peak', 'stress', 'soak'] as const
export type ProfileName = (typeof profileNames)[number]

/** What the person may change. */
export interface ProfileOptions {
  /** `stress`: the highest rate; `soak`: the rate; requests a second. */
  readonly rate?: number | undefined
  /** `peak` and `soak`: how long. */
  readonly minutes?: number | undefined
}

/** Requests a minute that the API grants a user of the role `standard`. */
const LIMIT_A_MINUTE = 100
/** Headroom below the limit, for rates that are not even. */
const HEADROOM = 1.5
const PAUSE_MS = 800
const PEAK_USERS = 100
/** More than one machine can be asked for by 100 users in a closed loop. */
const PEAK_RATE_MAX = 5_000
const STRESS_STEPS = 12
const STRESS_RATE = 2_400
const STEP_RISE_SECONDS = 5
const STEP_HOLD_SECONDS = 25
const SOAK_RATE = 100
const SOAK_MINUTES = 240

/** An hour: ramp up, build load, peak load, ramp down, cool down. */
export const hour: readonly Stage[] = [
  { name: 'Ramp Up', seconds: 300, target: 50 },
  { name: 'Build Load', seconds: 600, target: 100 },
  { name: 'Peak Load', seconds: 1_800, target: 100 },
  { name: 'Ramp Down', seconds: 600, target: 50 },
  { name: 'Cool Down', seconds: 300, target: 0 },
]

/** @throws RangeError when an option does not fit the profile */
export function profileOf(name: ProfileName, options: ProfileOptions = {}): Profile {
  refuseUnused(name, options)
  switch (name) {
    case 'full':
      return dayOfWork(name, 'The hour that the targets are written for.', 1)
    case 'short':
      return dayOfWork(name, 'The hour in five minutes.', 12)
    case 'smoke':
      return dayOfWork(name, 'The hour in thirty seconds: does everything work?', 120)
    case 'peak':
      return {
        name,
        purpose: '100 users who never pause: what the machine can do.',
        loop: 'closed',
        stages: [
          { name: 'Start', seconds: 1, target: PEAK_USERS },
          { name: 'Peak', seconds: (options.minutes ?? 2) * 60, target: PEAK_USERS },
        ],
        pauseMs: 0,
        users: usersFor(PEAK_RATE_MAX),
        isHeld: { service: true, peakRate: true, bookingRate: true },
      }
    case 'stress':
      return stress(options.rate ?? STRESS_RATE)
    case 'soak':
      return {
        name,
        purpose: 'A steady rate for hours: does anything grow?',
        loop: 'open',
        stages: [
          {
            name: 'Soak',
            seconds: (options.minutes ?? SOAK_MINUTES) * 60,
            target: options.rate ?? SOAK_RATE,
          },
        ],
        pauseMs: 0,
        users: usersFor(options.rate ?? SOAK_RATE),
        isHeld: { service: true, peakRate: false, bookingRate: false },
      }
  }
}

export function secondsOf({ stages }: Profile): number {
  return stages.reduce((sum, { seconds }) => sum + seconds, 0)
}

export function highestTarget({ stages }: Profile): number {
  return Math.max(...stages.map(({ target }) => target))
}

function dayOfWork(name: ProfileName, purpose: string, speed: number): Profile {
  return {
    name,
    purpose,
    loop: 'closed',
    stages: hour.map((stage) => ({ ...stage, seconds: stage.seconds / speed })),
    pauseMs: PAUSE_MS,
    users: PEAK_USERS,
    // Half a minute has no minute at its peak.
    isHeld: { service: true, peakRate: name !== 'smoke', bookingRate: false },
  }
}

function stress(rate: number): Profile {
  const steps = Array.from({ length: STRESS_STEPS }, (_, i) => {
    const target = Math.round((rate * (i + 1)) / STRESS_STEPS)
    return [
      { name: `Rise to ${target}/s`, seconds: STEP_RISE_SECONDS, target },
      { name: `${target}/s`, seconds: STEP_HOLD_SECONDS, target },
    ]
  })
  return {
    name: 'stress',
    purpose: 'Ever more requests a second: where is the knee?',
    loop: 'open',
    stages: steps.flat(),
    pauseMs: 0,
    users: usersFor(rate),
    // It goes on until nothing can be held.
    isHeld: { service: false, peakRate: false, bookingRate: false },
  }
}

function usersFor(rate: number): number {
  return Math.max(PEAK_USERS, Math.ceil((rate * 60 * HEADROOM) / LIMIT_A_MINUTE))
}

function refuseUnused(name: ProfileName, { rate, minutes }: ProfileOptions): void {
  if (rate !== undefined && name !== 'stress' && name !== 'soak')
    throw new RangeError(`--rate is for stress and soak, not for ${name}.`)
  if (minutes !== undefined && name !== 'peak' && name !== 'soak')
    throw new RangeError(`--minutes is for peak and soak, not for ${name}.`)
}
