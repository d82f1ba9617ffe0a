import { operations } from '@booking/contract'
import { checkAvailabilityBulk as check } from '@booking/storage'
import { presentAvailability } from '../present/present-availability.ts'
import { route } from '../route.ts'

export const checkAvailabilityBulk = route(operations.checkAvailabilityBulk, async ({ body, context }) => {
  const slots = body.timeSlots.map(({ startTime, endTime }) => ({ start: startTime, end: endTime }))
  const answers = await check(context, { resourceId: body.resourceId, slots })
  const results = answers.map((answer, position) => presentAvailability(slots[position]!, answer))
  return { status: 200, body: { results } }
})
