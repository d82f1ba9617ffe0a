import { expect, test } from 'vitest'
import { measuredTasks } from './measured-tasks.ts'
import type { FinishedJob } from './metrics.ts'

const helpers = {} as Parameters<NonNullable<ReturnType<typeof measuredTasks>[string]>>[1]

test('each run is counted under its task, with what came of it', async () => {
  const finished: FinishedJob[] = []
  const tasks = measuredTasks(
    {
      good: async () => {},
      bad: () => {
        throw new Error('no')
      },
    },
    { jobFinished: (job) => finished.push(job) },
  )
  await tasks.good?.({}, helpers)
  await expect(tasks.bad?.({}, helpers)).rejects.toThrow('no')
  expect(finished.map(({ task, outcome }) => [task, outcome])).toEqual([
    ['good', 'done'],
    ['bad', 'failed'],
  ])
  expect(Math.min(...finished.map(({ durationMs }) => durationMs))).toBeGreaterThanOrEqual(0)
})

test('a task is given what the queue gives it', async () => {
  let given: unknown
  const tasks = measuredTasks(
    {
      task: async (payload) => {
        given = payload
      },
    },
    { jobFinished: () => {} },
  )
  await tasks.task?.({ bookingId: 'b' }, helpers)
  expect(given).toEqual({ bookingId: 'b' })
})
