import type { ProfileName } from './profiles.ts'
import type { ScenarioId } from './scenarios.ts'
import type { Part } from './system/sampler.ts'
import type { Latency } from './tally.ts'

/** load-test-results.json. Times in ms, memory in bytes, shares from 0 to 1, rates a second. */
export interface Results {
  readonly profile: { readonly name: ProfileName; readonly purpose: string; readonly loop: 'closed' | 'open' }
  readonly stages: readonly StageResult[]
  /** ISO 8601. */
  readonly startedAt: string
  readonly seconds: number
  /** Stopped before its end. */
  readonly isInterrupted: boolean
  readonly system: string
  readonly setting: Setting
  readonly totals: Totals
  readonly scenarios: readonly ScenarioResult[]
  readonly targets: readonly TargetResult[]
  /** What was said of errors and of health: the most frequent ones. */
  readonly remarks: readonly { readonly what: string; readonly count: number }[]
  readonly proof: Proof
  /** Absent where the processes cannot be looked at. */
  readonly load: readonly PartResult[]
  /** Of an open loop: the highest step that was held. */
  readonly knee: { readonly rate: number; readonly p99: number } | null
  readonly timeline: readonly WindowResult[]
  readonly samples: readonly SampleResult[]
}

export interface Setting {
  readonly commit: string
  readonly cpu: string
  readonly cores: number
  readonly memoryGiB: number
  readonly os: string
  readonly node: string
  readonly k6: string
  /** Average number of processes that wanted to run in the minute before the run; null where it is not known. */
  readonly loadBefore: number | null
}

export interface StageResult {
  readonly name: string
  readonly seconds: number
  readonly target: number
  /** Answered. */
  readonly rate: number
  readonly latency: Latency
  readonly errorShare: number
}

export interface Totals {
  readonly requests: number
  readonly rate: number
  /** The best minute, or the whole of a shorter run. */
  readonly peakRate: number
  readonly latency: Latency
  readonly errors: number
  readonly errorShare: number
  /** Answers that said something untrue. */
  readonly wrong: number
  /** Bookings and series that were made. */
  readonly booked: number
  /** Made in the best minute, a second. */
  readonly peakBookedRate: number
  readonly refused: number
  /** Open loops: requests that had no virtual user to send them. */
  readonly dropped: number
}

export interface ScenarioResult {
  readonly id: ScenarioId
  readonly name: string
  /** In a hundred. */
  readonly weight: number
  readonly requests: number
  readonly successShare: number
  readonly refused: number
  readonly errors: number
  readonly latency: Latency
}

export interface TargetResult {
  readonly metric: string
  readonly target: string
  readonly actual: string
  /** Null: this profile is not held to it. */
  readonly isMet: boolean | null
}

/** What the database says after the run. */
export interface Proof {
  /** Null where it could not be asked. */
  readonly doubleBookings: number | null
  readonly invariantsHeld: number
  readonly invariantsBroken: readonly string[]
}

export interface PartResult {
  readonly part: Part
  /** Before anything was asked; null for what began with the run. */
  readonly restBytes: number | null
  readonly maxBytes: number
  readonly endBytes: number
  /** Cores in use, mean of the run. */
  readonly cores: number
  readonly cpuUsPerRequest: number
}

/** One window of the plots. */
export interface WindowResult {
  /** Seconds since the start. */
  readonly from: number
  readonly to: number
  readonly rate: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly bookedRate: number
  readonly refusedRate: number
  readonly errorRate: number
  /** P95 of each scenario; null in a window without one. */
  readonly p95ByScenario: Readonly<Record<ScenarioId, number | null>>
}

export interface SampleResult {
  /** Seconds since the start. */
  readonly at: number
  /** Cores in use since the sample before. */
  readonly cores: Readonly<Partial<Record<Part, number>>>
  readonly bytes: Readonly<Partial<Record<Part, number>>>
  /** Cores in use by everything else on the machine. */
  readonly otherCores: number
  readonly running: number | null
  readonly waiting: number | null
  readonly loopDelayMs: number | null
}
