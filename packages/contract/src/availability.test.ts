import { describe, expect, test } from 'vitest'
import { availabilityQuery, bulkAvailabilityBody, slotsQuery } from './availability.ts'
import { conflictsQuery } from './conflicts.ts'
import { requestExamples } from './examples.ts'
import { limits } from './limits.ts'
import { occurrenceListQuery } from './occurrence.ts'
import { validate } from './validation.ts'

const resourceId = requestExamples.booking.resourceId
const slot = { startTime: '2025-01-20T10:00:00Z', endTime: '2025-01-20T11:00:00Z' }

describe('a question for availability', () => {
  test('names resource, start and end', () => {
    expect(availabilityQuery.parse({ resourceId, ...slot })).toEqual({
      resourceId,
      startTime: Date.UTC(2025, 0, 20, 10),
      endTime: Date.UTC(2025, 0, 20, 11),
    })
    const result = validate(availabilityQuery, {}, 'query')
    expect(result.ok || result.errors.map((error) => error.pointer)).toEqual([
      '?resourceId',
      '?startTime',
      '?endTime',
    ])
  })

  test('is refused for an empty slot, a bad id and a bad time', () => {
    expect(
      availabilityQuery.safeParse({ resourceId, startTime: slot.startTime, endTime: slot.startTime }).success,
    ).toBe(false)
    expect(availabilityQuery.safeParse({ resourceId: 'room-a', ...slot }).success).toBe(false)
    expect(availabilityQuery.safeParse({ resourceId, ...slot, startTime: 'now' }).success).toBe(false)
  })
})

describe('a bulk question', () => {
  test('has 1 to 500 slots', () => {
    const accepts = (count: number) =>
      bulkAvailabilityBody.safeParse({ resourceId, timeSlots: Array(count).fill(slot) }).success
    expect(accepts(0)).toBe(false)
    expect(accepts(1)).toBe(true)
    expect(accepts(limits.bulkSlotsMax)).toBe(true)
    expect(accepts(limits.bulkSlotsMax + 1)).toBe(false)
  })

  test('names the slot that is wrong', () => {
    const timeSlots = [slot, { startTime: slot.endTime, endTime: slot.startTime }]
    const result = validate(bulkAvailabilityBody, { resourceId, timeSlots }, 'body')
    expect(result.ok || result.errors).toEqual([
      { pointer: '/timeSlots/1/endTime', message: 'endTime must be later than startTime' },
    ])
  })
})

describe('a question for free slots', () => {
  const query = { resourceId, from: '2025-01-01T00:00:00Z', to: '2025-01-02T00:00:00Z', duration: '30' }
  const accepts = (change: object) => slotsQuery.safeParse({ ...query, ...change }).success

  test('takes duration and step in minutes', () => {
    expect(slotsQuery.parse({ ...query, step: '15' })).toMatchObject({
      duration: 30,
      step: 15,
      limit: limits.slotsDefault,
    })
  })

  test.each([
    ['to', '2025-04-03T00:00:00Z', '2025-04-03T00:00:00.001Z'],
    ['to', '2025-01-01T00:00:00.001Z', '2025-01-01T00:00:00Z'],
    ['duration', String(limits.slotMinutesMax), String(limits.slotMinutesMax + 1)],
    ['duration', '1', '0'],
    ['step', String(limits.slotMinutesMax), String(limits.slotMinutesMax + 1)],
    ['limit', String(limits.slotsMax), String(limits.slotsMax + 1)],
  ])('%s is accepted at its bound and refused beyond (%#)', (field, good, bad) => {
    expect(accepts({ [field]: good })).toBe(true)
    expect(accepts({ [field]: bad })).toBe(false)
  })
})

describe('a question for conflicts', () => {
  test('takes a rule, and tells of a + that became a space', () => {
    expect(
      conflictsQuery.parse({ resourceId, ...slot, recurrenceRule: 'FREQ=MONTHLY;BYDAY=+1MO' }).recurrenceRule,
    ).toBe('FREQ=MONTHLY;BYDAY=+1MO')
    const result = validate(
      conflictsQuery,
      { resourceId, ...slot, recurrenceRule: 'FREQ=MONTHLY;BYDAY= 1MO' },
      'query',
    )
    expect(result.ok || result.errors[0]?.message).toContain('%2B')
  })
})

test('a list of occurrences looks at most 3,660 days ahead', () => {
  const from = '2025-01-01T00:00:00Z'
  expect(occurrenceListQuery.safeParse({ from, to: '2035-01-09T00:00:00Z' }).success).toBe(true)
  expect(occurrenceListQuery.safeParse({ from, to: '2035-01-09T00:00:00.001Z' }).success).toBe(false)
  expect(occurrenceListQuery.safeParse({ to: from }).success).toBe(true)
})
