import { type Context, type Database, defaultBounds, openDatabase } from '@booking/storage'
import { median } from '../cpu-time.ts'
import { threadCpuUs } from './process-cpu.ts'

/** One connection to PostgreSQL, whose server process' CPU is watched. */
export interface Backend {
  readonly context: Context
  readonly sql: Database['sql']
  /**
   * CPU microseconds of the server process for each of `calls` calls, planning included once: the middle of five
   * batches, after enough calls for PostgreSQL to have settled on a plan.
   */
  cpuUsOf(work: () => Promise<unknown>, calls?: number): Promise<number>
  /** The same for one batch, and at once. */
  cpuUsOfBatch(work: () => Promise<unknown>, calls: number): Promise<number>
  close(): Promise<void>
}

const BATCHES = 5
/** PostgreSQL plans a prepared statement anew five times before it may keep a plan. */
const WARM_UP_CALLS = 8

export async function openBackend(url: string): Promise<Backend> {
  const database = openDatabase({ url, connectionsMax: 1, applicationName: 'bench', statementTimeoutMs: 0 })
  const [row] = await database.sql<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`
  const { pid } = row!
  const batch = async (work: () => Promise<unknown>, calls: number) => {
    const before = threadCpuUs(pid)
    for (let call = 0; call < calls; call++) await work()
    return (threadCpuUs(pid) - before) / calls
  }
  return {
    get context() {
      return {
        database,
        actor: { subject: 'bench', role: 'standard' } as const,
        nowMs: Date.now(),
        bounds: defaultBounds,
      }
    },
    sql: database.sql,
    async cpuUsOf(work, calls = 200) {
      await batch(work, Math.min(calls, WARM_UP_CALLS))
      const figures: number[] = []
      for (let at = 0; at < BATCHES; at++) figures.push(await batch(work, Math.ceil(calls / BATCHES)))
      return median(figures)
    },
    cpuUsOfBatch: batch,
    close: () => database.close(),
  }
}
