import type { TaskList } from 'graphile-worker'
import type { WorkerMetrics } from './metrics.ts'

/** The same tasks, each of whose runs is counted and timed. What a task throws it throws still. */
export const measuredTasks = (tasks: TaskList, metrics: Pick<WorkerMetrics, 'jobFinished'>): TaskList =>
  Object.fromEntries(
    Object.entries(tasks).map(([task, run]) => [
      task,
      async (...given: Parameters<NonNullable<typeof run>>) => {
        const startedAt = performance.now()
        let outcome: 'done' | 'failed' = 'failed'
        try {
          await run?.(...given)
          outcome = 'done'
        } finally {
          metrics.jobFinished({ task, outcome, durationMs: performance.now() - startedAt })
        }
      },
    ]),
  )
