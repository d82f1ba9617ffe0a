import { limits } from '@booking/contract'
import type { Availability } from '@booking/storage'
import { presentClash, presentInterval } from './present-clash.ts'

/** Whether an interval is free. Why it is not is said by the conflicts, and by `reasons` for anything else. */
export const presentAvailability = (interval: { start: number; end: number }, answer: Availability) => {
  const reasons = answer.reasons.filter((reason) => reason !== 'conflict')
  return {
    ...presentInterval(interval),
    available: answer.available,
    conflicts: answer.conflicts.slice(0, limits.conflictsReportedMax).map(presentClash),
    ...(reasons.length === 0 ? {} : { reasons }),
  }
}
