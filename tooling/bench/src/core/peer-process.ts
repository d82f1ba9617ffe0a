/** One engine in a process of its own: takes requests one by one, so that whoever asks can end it when it hangs. */
import { Worker } from 'node:worker_threads'
import { callsPerBatch, cpuNsOf, cpuUs } from '../cpu-time.ts'
import type { Engine, Task } from './case.ts'
import type { LaneAnswer, LaneRequest } from './lane.ts'

const engines: Readonly<Record<string, () => Promise<Engine>>> = {
  'recurrence @booking/core': async () => (await import('./engines/ours.ts')).ours,
  'recurrence rrule': async () => (await import('./engines/rrule.ts')).rrule,
  'recurrence rrule-temporal': async () => (await import('./engines/rrule-temporal.ts')).rruleTemporal,
  'recurrence rrule-rust': async () => (await import('./engines/rrule-rust.ts')).rruleRust,
  'recurrence ical.js': async () => (await import('./engines/ical.ts')).ical,
  'conflicts @booking/core': async () => (await import('./engines/our-conflicts.ts')).ourConflicts,
  'conflicts plain code': async () => (await import('./engines/plain-conflicts.ts')).plainConflicts,
}

const deadline = new Float64Array(new SharedArrayBuffer(8)).fill(Number.POSITIVE_INFINITY)
new Worker(new URL('./watchdog.js', import.meta.url), { workerData: deadline.buffer })

let current: { readonly caseId: string; readonly task: Task | null } | null = null
let calls = 1
let operations = 1

async function answer(request: LaneRequest): Promise<LaneAnswer> {
  if (request.kind === 'answer') {
    const engine = await engines[process.argv[2]!]!()
    current = { caseId: request.caseId, task: engine(request.caseId) }
    if (current.task === null) return { kind: 'no such call' }
    const { work, answer } = current.task
    const since = cpuUs()
    const values = Float64Array.from((answer ?? work)())
    operations = current.task.operations ?? 1
    calls = 1
    return { kind: 'answer', values, ms: (cpuUs() - since) / 1000 }
  }
  const work = current!.task!.work
  if (request.kind === 'warm') {
    calls = callsPerBatch(work, request.batchMs, request.warmUpMs)
    return { kind: 'warm' }
  }
  return { kind: 'ns', nsPerCall: cpuNsOf(work, calls), operations }
}

process.on('message', (request: LaneRequest) => {
  deadline[0] = cpuUs() + request.deadlineMs * 1000
  answer(request).then(
    (reply) => {
      deadline[0] = Number.POSITIVE_INFINITY
      process.send?.(reply)
    },
    (error: unknown) => {
      deadline[0] = Number.POSITIVE_INFINITY
      const message = error instanceof Error ? error.message : String(error)
      process.send?.({ kind: 'error', message: message.split('\n')[0]!.slice(0, 120) } satisfies LaneAnswer)
    },
  )
})
process.on('disconnect', () => process.exit(0))
