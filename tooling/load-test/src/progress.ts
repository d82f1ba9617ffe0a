import { type Profile, secondsOf } from './profiles.ts'
import { sumOf } from './tally.ts'
import type { Timeline } from './timeline.ts'

/** Seconds that the figures of a line look back on. */
const LOOK_BACK = 5
const LINE_MS = 5_000
const CLEAR_LINE = '\r\u001b[2K'

/** Tells how a run goes: in one line that is written over on a terminal, in a line every few seconds elsewhere. */
export class Progress {
  readonly #profile: Profile
  readonly #stream: NodeJS.WriteStream
  readonly #isTerminal: boolean
  #lastMs = 0

  constructor(profile: Profile, stream: NodeJS.WriteStream = process.stdout) {
    this.#profile = profile
    this.#stream = stream
    this.#isTerminal = stream.isTTY === true && process.env.TERM !== 'dumb'
  }

  tell(timeline: Timeline, elapsedMs: number): void {
    if (this.#isTerminal) {
      this.#stream.write(CLEAR_LINE + progressLine(this.#profile, timeline, elapsedMs))
      return
    }
    if (elapsedMs - this.#lastMs < LINE_MS) return
    this.#lastMs = elapsedMs
    this.#stream.write(`${progressLine(this.#profile, timeline, elapsedMs)}\n`)
  }

  end(): void {
    if (this.#isTerminal) this.#stream.write(CLEAR_LINE)
  }
}

/** Elapsed and whole time, stage, requests a second, P95 of the last seconds, and errors of all. */
export function progressLine(profile: Profile, timeline: Timeline, elapsedMs: number): string {
  const elapsed = Math.floor(elapsedMs / 1000)
  // The second that is under way is not full yet.
  const to = Math.max(0, elapsed)
  const from = Math.max(0, to - LOOK_BACK)
  const last = sumOf(timeline.between(from, to).byScenario.values())
  const rate = to > from ? last.requests / (to - from) : 0
  return [
    `${clock(elapsed)} of ${clock(secondsOf(profile))}`,
    stageAt(profile, elapsed),
    `${timeline.total.requests.toLocaleString('en')} requests`,
    `${rate.toFixed(0)}/s`,
    `p95 ${last.latencies.percentile(0.95).toFixed(0)} ms`,
    `${timeline.total.errors} errors`,
  ].join('  ')
}

function stageAt({ stages }: Profile, second: number): string {
  let end = 0
  for (const { name, seconds } of stages) {
    end += seconds
    if (second < end) return name
  }
  return 'Finishing'
}

function clock(seconds: number): string {
  const whole = Math.round(seconds)
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}
