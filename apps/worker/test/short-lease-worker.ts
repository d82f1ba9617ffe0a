import { runProgram } from '../src/run-program.ts'

/** The worker as shipped, but for its times: what takes it half a minute takes this one a second. */
const aheadMs = Number(process.env.CLOCK_AHEAD_MS ?? 0)

runProgram({
  leases: { leaseMs: 1_000, renewMs: 200 },
  finishMs: Number(process.env.FINISH_MS ?? 10_000),
  clock: () => Date.now() + aheadMs,
})
