import { operations } from '@booking/contract'
import { detectConflicts as detect } from '@booking/storage'
import { presentClash, presentInterval } from '../present/present-clash.ts'
import { route } from '../route.ts'

export const detectConflicts = route(operations.detectConflicts, async ({ query, context }) => {
  const { resourceId, recurrenceRule, timeZone } = query
  const interval = { start: query.startTime, end: query.endTime }
  const found = await detect(context, { resourceId, recurrenceRule, timeZone, ...interval })
  const { conflicts, total, occurrencesChecked, forever } = found
  return {
    status: 200,
    body: {
      resourceId,
      ...presentInterval(interval),
      ...(recurrenceRule === undefined ? {} : { recurrenceRule }),
      hasConflicts: conflicts.length > 0,
      conflicts: conflicts.map(presentClash),
      totalConflicts: total,
      occurrencesChecked,
      proof: 'exact',
      ...(forever === undefined ? {} : presentForever(forever)),
    },
  }
})

/** What is said of a rule past the horizon rests on the zone rules that this runtime knows. */
const presentForever = ({ firstClash }: { firstClash: Parameters<typeof presentClash>[0] | null }) => ({
  disjointForever: firstClash === null,
  ...(firstClash === null ? {} : { firstClash: presentClash(firstClash) }),
  ...(process.versions.tz === undefined ? {} : { timeZoneData: process.versions.tz }),
})
