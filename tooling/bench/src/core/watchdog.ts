/**
 * A thread that ends its process once the process has used the CPU time it was given: an engine that searches for ever
 * never comes back to look at a clock itself.
 */
import { workerData } from 'node:worker_threads'

/** The CPU time, in microseconds since the process began, at which it ends. */
const deadline = new Float64Array(workerData as SharedArrayBuffer)

setInterval(() => {
  const { user, system } = process.cpuUsage()
  if (user + system > deadline[0]!) process.kill(process.pid, 'SIGKILL')
}, 20)
