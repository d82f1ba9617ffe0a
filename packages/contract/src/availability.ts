import * as z from 'zod'
import { answer } from './answer.ts'
import { clashList, intervalAnswer } from './clash.ts'
import { instant, instantText } from './instant.ts'
import { fromBeforeTo, startBeforeEnd } from './interval.ts'
import { limits } from './limits.ts'
import { openEnum } from './open-enum.ts'
import { queryInteger } from './query.ts'
import { uuid, uuidText } from './uuid.ts'

/** Why a slot is not available although nothing conflicts. */
export const unavailableReasons = ['outside_business_hours', 'inactive'] as const
export type UnavailableReason = (typeof unavailableReasons)[number]

const reasons = z
  .array(openEnum(unavailableReasons))
  .optional()
  .meta({ description: 'Present when something other than a conflict is in the way.' })

/** Query of GET /availability. */
export const availabilityQuery = z
  .strictObject({ resourceId: uuid, startTime: instant, endTime: instant })
  .check(startBeforeEnd)

export const availabilityAnswer = answer({
  available: z.boolean(),
  resourceId: uuidText,
  startTime: instantText,
  endTime: instantText,
  conflicts: clashList,
  duration: z.number().min(0).meta({ description: 'Minutes, with a fraction where the slot has one.' }),
  resourceName: z.string(),
  reasons,
}).meta({ id: 'Availability' })

const timeSlot = z.strictObject({ startTime: instant, endTime: instant }).check(startBeforeEnd)

/** Body of POST /availability/bulk. */
export const bulkAvailabilityBody = z
  .strictObject({
    resourceId: uuid,
    timeSlots: z.array(timeSlot).min(1).max(limits.bulkSlotsMax),
  })
  .meta({ id: 'BulkAvailabilityRequest' })

export const bulkAvailabilityAnswer = answer({
  results: z
    .array(
      answer({
        startTime: instantText,
        endTime: instantText,
        available: z.boolean(),
        conflicts: clashList,
        reasons,
      }),
    )
    .meta({ description: 'One for each time slot, in the order they were sent.' }),
}).meta({ id: 'BulkAvailability' })

const slotMinutes = queryInteger({ min: 1, max: limits.slotMinutesMax })

/** Query of GET /availability/slots. `step` defaults to `duration`. */
export const slotsQuery = z
  .strictObject({
    resourceId: uuid,
    from: instant,
    to: instant,
    duration: slotMinutes.meta({ description: 'Length of a slot in minutes.' }),
    step: slotMinutes
      .optional()
      .meta({ description: 'Minutes from the start of one slot to the next; `duration` when absent.' }),
    limit: queryInteger({ min: 1, max: limits.slotsMax })
      .default(limits.slotsDefault)
      .meta({ description: 'Slots in the answer.', override: { default: limits.slotsDefault } }),
  })
  .check(fromBeforeTo(limits.slotWindowDaysMax))

export const slotsAnswer = answer({
  resourceId: uuidText,
  from: instantText,
  to: instantText,
  duration: z.int().min(1).meta({ description: 'Minutes.' }),
  step: z.int().min(1).meta({ description: 'Minutes.' }),
  slots: z.array(intervalAnswer),
  truncated: z.boolean().meta({ description: 'True when the window holds more slots than `limit`.' }),
}).meta({ id: 'FreeSlots' })

export type AvailabilityQuery = z.output<typeof availabilityQuery>
export type AvailabilityAnswer = z.output<typeof availabilityAnswer>
export type BulkAvailabilityBody = z.output<typeof bulkAvailabilityBody>
export type BulkAvailabilityAnswer = z.output<typeof bulkAvailabilityAnswer>
export type SlotsQuery = z.output<typeof slotsQuery>
export type SlotsAnswer = z.output<typeof slotsAnswer>
