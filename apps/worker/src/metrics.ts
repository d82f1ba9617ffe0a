import { createInstruments, type Instruments } from '@booking/telemetry'

/** Upper bounds of the buckets, in seconds: from one message to the horizon of a large installation. */
const JOB_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300]

/** One run of a job. */
export interface FinishedJob {
  readonly task: string
  /** `failed` runs again later, unless it has failed as often as it may. */
  readonly outcome: 'done' | 'failed'
  readonly durationMs: number
}

/** What is counted while the worker works. */
export interface WorkerMetrics extends Pick<Instruments, 'watch' | 'watchProcess' | 'text' | 'contentType'> {
  readonly jobFinished: (job: FinishedJob) => void
  /** A notification has come to `status`; `pending` is put off to be tried again. */
  readonly notificationSettled: (status: string) => void
}

/** Makes the instruments of one worker process. */
export const createWorkerMetrics = (): WorkerMetrics => {
  const instruments = createInstruments()
  const job = instruments.durations(
    'booking_job_duration_seconds',
    'Time of one run of a job.',
    ['task', 'outcome'],
    JOB_BUCKETS,
  )
  const notification = instruments.counter(
    'booking_notifications_total',
    'Attempts to tell an attendee, by what came of them.',
    ['outcome'],
  )
  return {
    ...instruments,
    jobFinished: ({ task, outcome, durationMs }) => job({ task, outcome }, durationMs),
    notificationSettled: (status) => notification({ outcome: status }),
  }
}
