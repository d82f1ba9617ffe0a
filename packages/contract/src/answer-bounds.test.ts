import { expect, expectTypeOf, test } from 'vitest'
import { type BookingListQuery, bookingListQuery } from './booking.ts'
import type { BookingCreateBody } from './booking-create.ts'
import type { BookingUpdateBody } from './booking-update.ts'
import { answerExamples } from './examples.ts'
import { limits } from './limits.ts'
import type { Operation } from './operation.ts'
import { operations } from './operations.ts'
import { problemAnswer, problemDocument } from './problem.ts'
import { rebookBody } from './rebook.ts'

test('a conflict is answered with at most 100 conflicts and 3 alternatives', () => {
  const accepts = (conflictCount: number, alternativeCount: number) =>
    problemAnswer.safeParse(
      problemDocument('booking_conflict', {
        instance: '/api/v1/bookings',
        requestId: 'r-1',
        conflicts: Array(conflictCount).fill(answerExamples.clash),
        alternatives: Array(alternativeCount).fill(answerExamples.slots.slots[0]),
      }),
    ).success
  expect(accepts(limits.conflictsReportedMax, limits.alternativesMax)).toBe(true)
  expect(accepts(limits.conflictsReportedMax + 1, 0)).toBe(false)
  expect(accepts(0, limits.alternativesMax + 1)).toBe(false)
})

test('a rebook request names 1 to 500 dates, or none at all', () => {
  const accepts = (count: number) =>
    rebookBody.safeParse({ occurrenceDates: Array(count).fill('2025-02-15') }).success
  expect([
    accepts(0),
    accepts(1),
    accepts(limits.rebookDatesMax),
    accepts(limits.rebookDatesMax + 1),
  ]).toEqual([false, true, true, false])
  expect(rebookBody.parse({})).toEqual({})
})

test('a search text has at most 200 characters', () => {
  const accepts = (count: number) => bookingListQuery.safeParse({ q: 'q'.repeat(count) }).success
  expect([accepts(limits.searchCharsMax), accepts(limits.searchCharsMax + 1)]).toEqual([true, false])
})

test('an answer with a field that is not written down is found', () => {
  const schema = operations.getBooking.responses[200].schema
  expect(schema.safeParse(answerExamples.booking).success).toBe(true)
  expect(schema.safeParse({ ...answerExamples.booking, passwordHash: 'x' }).success).toBe(false)
})

test('types follow the schemas', () => {
  expectTypeOf<BookingCreateBody['startTime']>().toEqualTypeOf<number>()
  expectTypeOf<BookingCreateBody['recurrenceRule']>().toEqualTypeOf<undefined>()
  expectTypeOf<BookingListQuery['recurring']>().toEqualTypeOf<boolean | undefined>()
  expectTypeOf<BookingUpdateBody>().not.toHaveProperty('status')
  expectTypeOf<BookingUpdateBody['description']>().toEqualTypeOf<string | null | undefined>()
  expectTypeOf(operations.createBooking).toExtend<Operation>()
})
