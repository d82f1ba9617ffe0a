import { totalmem } from 'node:os'
import { getHeapStatistics } from 'node:v8'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** One number, or one for each value of the label `state`. */
export type Figure = number | Readonly<Record<string, number>>

/** A value for every label. Values are of a small closed set: each combination is a series of its own. */
export type Labels<Name extends string> = Readonly<Record<Name, string | number>>

/** What somebody who asks is told. */
export interface Exposition {
  /** Everything in Prometheus' text format. */
  readonly text: () => Promise<string>
  readonly contentType: string
}

/** Instruments of one program; what they measure is told together. */
export interface Instruments extends Exposition {
  /** Makes a counter. @param name ends in `_total` @returns adds one */
  readonly counter: <Name extends string>(
    name: string,
    help: string,
    labelNames: readonly Name[],
  ) => (labels: Labels<Name>) => void
  /** Makes a histogram of durations. @param name ends in `_seconds` @returns adds one of so many milliseconds */
  readonly durations: <Name extends string>(
    name: string,
    help: string,
    labelNames: readonly Name[],
    bucketSeconds: readonly number[],
  ) => (labels: Labels<Name>, durationMs: number) => void
  /** Adds a figure that is read when somebody asks; a source that fails leaves it out. */
  readonly watch: (name: string, help: string, read: () => Figure | Promise<Figure>) => void
  /** Adds the figures of this process: CPU, memory and what there is of it, event-loop delay, garbage collection. */
  readonly watchProcess: () => void
}

/** Makes instruments with a registry of their own. */
export const createInstruments = (): Instruments => {
  const registry = new Registry()
  const registers = [registry]

  const watch: Instruments['watch'] = (name, help, read) => {
    new Gauge({
      name,
      help,
      labelNames: ['state'] as const,
      registers,
      async collect() {
        this.reset()
        const figure = await Promise.resolve()
          .then(read)
          .catch(() => ({}))
        if (typeof figure === 'number') this.set(figure)
        else for (const [state, value] of Object.entries(figure)) this.set({ state }, value)
      },
    })
  }

  return {
    counter(name, help, labelNames) {
      const counter = new Counter({ name, help, labelNames, registers })
      return (labels) => counter.inc(labels)
    },
    durations(name, help, labelNames, bucketSeconds) {
      const histogram = new Histogram({ name, help, labelNames, buckets: [...bucketSeconds], registers })
      return (labels, durationMs) => histogram.observe(labels, durationMs / 1000)
    },
    watch,
    watchProcess() {
      collectDefaultMetrics({ register: registry })
      watch('booking_memory_limit_bytes', 'Memory that this process may have.', memoryLimit)
      watch(
        'booking_heap_limit_bytes',
        'Heap that V8 may have before it ends the process.',
        () => getHeapStatistics().heap_size_limit,
      )
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}

/** What the control group allows; without a limit libuv tells 0 or a number larger than any machine. */
const memoryLimit = (): number => {
  const constrained = process.constrainedMemory()
  return constrained > 0 && constrained < totalmem() ? constrained : totalmem()
}
