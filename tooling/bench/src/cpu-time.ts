/** CPU microseconds this process has used so far, all its threads together. */
export function cpuUs(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}

/** CPU nanoseconds of one call of `work`, over `calls` calls. */
export function cpuNsOf(work: () => unknown, calls: number): number {
  const from = cpuUs()
  for (let i = 0; i < calls; i++) work()
  return ((cpuUs() - from) * 1000) / calls
}

/**
 * How many calls of `work` fill `batchMs` of CPU time, found over `warmUpMs` of them: the compiler of the engine works
 * during the first ones, and its threads count.
 */
export function callsPerBatch(work: () => unknown, batchMs: number, warmUpMs: number): number {
  let calls = 1
  for (let spentMs = 0; ; ) {
    const ms = (cpuNsOf(work, calls) * calls) / 1e6
    spentMs += ms
    if (spentMs >= warmUpMs && ms >= batchMs / 2) return Math.max(1, Math.round((calls * batchMs) / ms))
    calls = Math.max(1, Math.ceil(calls * Math.min(8, batchMs / Math.max(ms, 0.01))))
  }
}

/** The middle of the values; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
