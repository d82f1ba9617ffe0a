import type * as z from 'zod'
import { limits } from './limits.ts'

const dayMs = 86_400_000

/** The part of zod's check context that is used here. */
interface CheckContext<T> {
  readonly value: T
  readonly issues: z.core.$ZodRawIssue[]
}

/** Reports that the interval `[start, end)` is empty, reversed or longer than `daysMax`, at the field of its end. */
export function checkInterval<T>(
  context: CheckContext<T>,
  interval: { startMs: number; endMs: number; startName: string; endName: string; daysMax: number },
): void {
  const { startMs, endMs, startName, endName, daysMax } = interval
  const report = (message: string) =>
    context.issues.push({ code: 'custom', message, path: [endName], input: context.value })
  if (endMs <= startMs) report(`must be later than ${startName}`)
  else if (endMs - startMs > daysMax * dayMs) report(`must be at most ${daysMax} days after ${startName}`)
}

/** Check for objects with `startTime` and `endTime`: half-open, never empty, bounded. Absent ends are not judged. */
export function startBeforeEnd<T extends { startTime?: number | undefined; endTime?: number | undefined }>(
  context: CheckContext<T>,
): void {
  const { startTime, endTime } = context.value
  if (startTime === undefined || endTime === undefined) return
  checkInterval(context, {
    startMs: startTime,
    endMs: endTime,
    startName: 'startTime',
    endName: 'endTime',
    daysMax: limits.bookingDurationDaysMax,
  })
}

/** Check for windows with `from` and `to`: half-open, never empty, at most `daysMax` days where that is given. */
export function fromBeforeTo<T extends { from?: number | undefined; to?: number | undefined }>(
  daysMax = Infinity,
) {
  return (context: CheckContext<T>): void => {
    const { from, to } = context.value
    if (from === undefined || to === undefined) return
    checkInterval(context, { startMs: from, endMs: to, startName: 'from', endName: 'to', daysMax })
  }
}
