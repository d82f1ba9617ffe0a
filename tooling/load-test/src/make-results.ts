import { judgeTargets } from './judge-targets.ts'
import type { Profile } from './profiles.ts'
import { resourceFigures } from './resource-figures.ts'
import type { Proof, Results, ScenarioResult, Setting, StageResult, Totals, WindowResult } from './results.ts'
import { type ScenarioId, scenarios } from './scenarios.ts'
import type { Sample } from './system/sampler.ts'
import { sumOf, type Tally } from './tally.ts'
import type { Timeline, Window } from './timeline.ts'

/** Everything that is known at the end of a run. */
export interface Run {
  readonly profile: Profile
  /** Milliseconds since the epoch. */
  readonly startMs: number
  readonly isInterrupted: boolean
  readonly system: string
  readonly setting: Setting
  readonly timeline: Timeline
  readonly samples: readonly Sample[]
  /** What was said of errors and of health, and how often. */
  readonly remarks: ReadonlyMap<string, number>
  readonly dropped: number
  readonly proof: Proof
}

const PLOT_WINDOWS = 150
const REMARKS_TOLD = 10
const BEST_SECONDS = 60
/** A step is held when this much of what was asked arrived, so few errors came, and P99 stayed under a second. */
const HELD = { arrivedMin: 0.97, errorShareMax: 0.01, p99MsMax: 1_000 }

export function makeResults(run: Run): Results {
  const { profile, timeline } = run
  const whole = timeline.whole()
  const totals = totalsOf(run)
  const scenarioResults = scenarios.map(({ id, name, weight }) => {
    return scenarioResult(id, name, weight, whole.byScenario.get(id)!)
  })
  const stages = stagesOf(profile, timeline)
  return {
    profile: { name: profile.name, purpose: profile.purpose, loop: profile.loop },
    stages,
    startedAt: new Date(run.startMs).toISOString(),
    seconds: timeline.seconds,
    isInterrupted: run.isInterrupted,
    system: run.system,
    setting: run.setting,
    totals,
    scenarios: scenarioResults,
    targets: judgeTargets(profile, totals, scenarioResults, run.proof),
    remarks: [...run.remarks]
      .sort(([, a], [, b]) => b - a)
      .slice(0, REMARKS_TOLD)
      .map(([what, count]) => ({ what, count })),
    proof: run.proof,
    knee: kneeOf(profile, stages),
    timeline: timeline.windows(PLOT_WINDOWS).map(windowResult),
    ...resourceFigures(run.samples, run.startMs, totals.requests),
  }
}

/** Whether the run reached its end, and everything that its profile is held to. */
export function isGood({ targets, proof, isInterrupted }: Results): boolean {
  return (
    !isInterrupted && targets.every(({ isMet }) => isMet !== false) && proof.invariantsBroken.length === 0
  )
}

function totalsOf({ timeline, dropped }: Run): Totals {
  const { total, seconds } = timeline
  const windows = timeline.windows(Number.POSITIVE_INFINITY)
  const booked = windows.map(bookedIn)
  return {
    requests: total.requests,
    rate: seconds === 0 ? 0 : rounded(total.requests / seconds),
    peakRate: bestRate(windows.map(({ byScenario }) => sumOf(byScenario.values()).requests)),
    latency: total.latency(),
    errors: total.errors,
    errorShare: total.requests === 0 ? 0 : total.errors / total.requests,
    wrong: total.counts.wrong,
    booked: booked.reduce((sum, count) => sum + count, 0),
    peakBookedRate: bestRate(booked),
    refused: total.counts.refused,
    dropped,
  }
}

/** The mean of the best minute, or of everything when there is less. */
function bestRate(perSecond: readonly number[]): number {
  const length = Math.min(BEST_SECONDS, perSecond.length)
  if (length === 0) return 0
  let sum = 0
  let best = 0
  for (const [i, count] of perSecond.entries()) {
    sum += count - (i >= length ? perSecond[i - length]! : 0)
    if (i >= length - 1) best = Math.max(best, sum)
  }
  return rounded(best / length)
}

function bookedIn({ byScenario }: Window): number {
  return (
    (byScenario.get('create_booking')?.counts.right ?? 0) +
    (byScenario.get('create_series')?.counts.right ?? 0)
  )
}

function scenarioResult(id: ScenarioId, name: string, weight: number, tally: Tally): ScenarioResult {
  return {
    id,
    name,
    weight,
    requests: tally.requests,
    successShare: tally.share('right'),
    refused: tally.counts.refused,
    errors: tally.errors,
    latency: tally.latency(),
  }
}

function stagesOf(profile: Profile, timeline: Timeline): StageResult[] {
  let from = 0
  return profile.stages.map(({ name, seconds, target }) => {
    const window = timeline.between(Math.round(from), Math.round(from + seconds))
    const all = sumOf(window.byScenario.values())
    from += seconds
    return {
      name,
      seconds,
      target,
      rate: rounded(all.requests / (window.to - window.from)),
      latency: all.latency(),
      errorShare: all.requests === 0 ? 0 : all.errors / all.requests,
    }
  })
}

function kneeOf(profile: Profile, stages: readonly StageResult[]): Results['knee'] {
  if (profile.loop === 'closed') return null
  let knee: Results['knee'] = null
  for (const [i, { rate, target, latency, errorShare }] of stages.entries()) {
    const isRise = i + 1 < stages.length && stages[i + 1]?.target === target
    if (isRise) continue
    const isHeld =
      rate >= target * HELD.arrivedMin && errorShare <= HELD.errorShareMax && latency.p99 <= HELD.p99MsMax
    if (!isHeld) break
    knee = { rate: target, p99: latency.p99 }
  }
  return knee
}

function windowResult(window: Window): WindowResult {
  const { from, to, byScenario } = window
  const all = sumOf(byScenario.values())
  const { p50, p95, p99 } = all.latency()
  const seconds = to - from
  const p95Of = (id: ScenarioId) => {
    const tally = byScenario.get(id)
    return tally === undefined || tally.requests === 0 ? null : rounded(tally.latencies.percentile(0.95))
  }
  return {
    from,
    to,
    rate: rounded(all.requests / seconds),
    p50,
    p95,
    p99,
    bookedRate: rounded(bookedIn(window) / seconds),
    refusedRate: rounded(all.counts.refused / seconds),
    errorRate: rounded(all.errors / seconds),
    p95ByScenario: Object.fromEntries(
      scenarios.map(({ id }) => [id, p95Of(id)]),
    ) as WindowResult['p95ByScenario'],
  }
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}
