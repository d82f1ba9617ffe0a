import { readGauge } from '../prometheus-text.ts'
import { canLook, machineBusyMs, type Usage, usageOf } from './process-tree.ts'

/** What is looked at, in the order in which it is shown. */
export const parts = ['api', 'worker', 'postgres', 'redis', 'k6'] as const
export type Part = (typeof parts)[number]

/** One look at everything. */
export interface Sample {
  /** Milliseconds since the epoch. */
  readonly timeMs: number
  readonly usage: Readonly<Partial<Record<Part, Usage>>>
  /** CPU time that the whole machine has been busy, milliseconds. */
  readonly machineBusyMs: number
  /** From the API's own metrics; undefined where they are not served. */
  readonly api: ApiFigures | undefined
}

/** Work in front of the database, and the event loop. */
export interface ApiFigures {
  readonly running: number
  readonly waiting: number
  /** 99 % of the loop's turns were late by at most this, ms. */
  readonly loopDelayMs: number
}

const METRICS_MS_MAX = 1_000

/** Looks at the processes and the API's metrics again and again, and keeps what it sees. */
export class Sampler {
  readonly samples: Sample[] = []
  readonly #pids: Partial<Record<Part, number>>
  readonly #metricsUrl: string | undefined
  #timer: NodeJS.Timeout | undefined

  /** @param pids of the parts that run on this machine; @param metricsUrl of the API, if they are served */
  constructor(pids: Partial<Record<Part, number>>, metricsUrl: string | undefined) {
    this.#pids = { ...pids }
    this.#metricsUrl = metricsUrl
  }

  /** A part that has only now begun. */
  watch(part: Part, pid: number): void {
    this.#pids[part] = pid
  }

  /** @param everyMs from one look to the next */
  start(everyMs: number): void {
    this.#timer = setInterval(() => void this.look(), everyMs)
    this.#timer.unref()
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  async look(): Promise<Sample> {
    const usage: Partial<Record<Part, Usage>> = {}
    for (const part of parts) {
      const pid = this.#pids[part]
      const used = pid === undefined || !canLook ? undefined : usageOf(pid)
      if (used !== undefined) usage[part] = used
    }
    const timeMs = Date.now()
    const sample = { timeMs, usage, machineBusyMs: machineBusyMs(), api: await apiFigures(this.#metricsUrl) }
    this.samples.push(sample)
    return sample
  }
}

async function apiFigures(url: string | undefined): Promise<ApiFigures | undefined> {
  if (url === undefined) return undefined
  try {
    const text = await (await fetch(url, { signal: AbortSignal.timeout(METRICS_MS_MAX) })).text()
    return {
      running: readGauge(text, 'booking_database_work{state="running"}') ?? 0,
      waiting: readGauge(text, 'booking_database_work{state="waiting"}') ?? 0,
      loopDelayMs: (readGauge(text, 'nodejs_eventloop_lag_p99_seconds') ?? 0) * 1000,
    }
  } catch {
    return undefined
  }
}
