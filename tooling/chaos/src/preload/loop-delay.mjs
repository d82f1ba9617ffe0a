// Preloaded into a program, it says at its end how long the event loop kept others waiting.
import { monitorEventLoopDelay } from 'node:perf_hooks'

const NANOSECONDS_A_MS = 1e6
const delays = monitorEventLoopDelay({ resolution: 10 })
delays.enable()

process.on('exit', () => {
  const ms = delays.percentile(99) / NANOSECONDS_A_MS
  process.stderr.write(`event loop delay p99 ${ms.toFixed(1)} ms\n`)
})
