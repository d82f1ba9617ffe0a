import { formatInstant, operations } from '@booking/contract'
import { findSlots } from '@booking/storage'
import { presentInterval } from '../present/present-clash.ts'
import { route } from '../route.ts'

const MINUTE_MS = 60_000

export const listFreeSlots = route(operations.listFreeSlots, async ({ query, context }) => {
  const { resourceId, from, to, duration, step = duration, limit } = query
  const slots = await findSlots(context, {
    resourceId,
    from,
    to,
    durationMs: duration * MINUTE_MS,
    stepMs: step * MINUTE_MS,
    slotsMax: limit + 1,
  })
  return {
    status: 200,
    body: {
      resourceId,
      from: formatInstant(from),
      to: formatInstant(to),
      duration,
      step,
      slots: slots.slice(0, limit).map(presentInterval),
      truncated: slots.length > limit,
    },
  }
})
