import { operations } from '@booking/contract'
import { checkAvailability as check } from '@booking/storage'
import { presentAvailability } from '../present/present-availability.ts'
import { route } from '../route.ts'

const MINUTE_MS = 60_000

export const checkAvailability = route(operations.checkAvailability, async ({ query, context }) => {
  const interval = { start: query.startTime, end: query.endTime }
  const answer = await check(context, { resourceId: query.resourceId, ...interval })
  const { startTime, endTime, available, conflicts, reasons } = presentAvailability(interval, answer)
  return {
    status: 200,
    body: {
      available,
      resourceId: query.resourceId,
      startTime,
      endTime,
      conflicts,
      duration: (query.endTime - query.startTime) / MINUTE_MS,
      resourceName: answer.resource.name,
      ...(reasons === undefined ? {} : { reasons }),
    },
  }
})
