import { describe, expect, test } from 'vitest'
import {
  bookingCancelQuery,
  bookingUpdateBody,
  bookingUpdateQuery,
  readOnlyBookingFields,
} from './booking-update.ts'
import { answerExamples } from './examples.ts'
import { validate } from './validation.ts'

const errorsOf = (schema: typeof bookingUpdateQuery | typeof bookingCancelQuery, value: unknown) => {
  const result = validate(schema, value, 'query')
  return result.ok ? [] : result.errors.map((error) => `${error.pointer} ${error.message}`)
}

describe('a change of a booking', () => {
  test.each(['booking', 'series', 'cancelledBooking'] as const)('may be the answer sent back: %s', (name) => {
    const changes = bookingUpdateBody.parse(answerExamples[name])
    for (const field of readOnlyBookingFields) expect(changes).not.toHaveProperty(field)
    expect(changes.title).toBe(answerExamples[name].title)
  })

  test('leaves out what is absent and takes a description away with null', () => {
    expect(bookingUpdateBody.parse({})).toEqual({})
    expect(bookingUpdateBody.parse({ description: null })).toEqual({ description: null })
    expect(bookingUpdateBody.parse({ title: 'New' })).toEqual({ title: 'New' })
  })

  test('ignores what the server decides, whatever it holds', () => {
    expect(bookingUpdateBody.parse({ status: 42, id: {}, isRecurring: 'no' })).toEqual({})
  })

  test('is refused with unknown fields, by name', () => {
    const result = validate(bookingUpdateBody, { titel: 'x' }, 'body')
    expect(result.ok || result.errors[0]?.pointer).toBe('/titel')
  })

  test('with both times needs the end after the start; with one it is judged against what is stored', () => {
    const early = '2025-01-20T10:00:00Z'
    const late = '2025-01-20T11:00:00Z'
    expect(bookingUpdateBody.safeParse({ startTime: late, endTime: early }).success).toBe(false)
    expect(bookingUpdateBody.safeParse({ startTime: early, endTime: late }).success).toBe(true)
    expect(bookingUpdateBody.safeParse({ endTime: early }).success).toBe(true)
  })
})

describe('the scope of a change', () => {
  test('is all unless it is said otherwise', () => {
    const all = { scope: 'all', dropExceptions: false, dryRun: false, notifyAttendees: false }
    expect(bookingUpdateQuery.parse({})).toEqual(all)
    expect(bookingCancelQuery.parse({})).toEqual(all)
  })

  test('names its date when it is this or following, and only then', () => {
    expect(errorsOf(bookingUpdateQuery, { scope: 'this' })).toEqual([
      '?occurrenceDate occurrenceDate is required with scope=this',
    ])
    expect(errorsOf(bookingUpdateQuery, { scope: 'following', occurrenceDate: '2025-01-22' })).toEqual([])
    expect(errorsOf(bookingUpdateQuery, { occurrenceDate: '2025-01-22' })).toEqual([
      '?occurrenceDate occurrenceDate needs scope=this or scope=following',
    ])
    expect(errorsOf(bookingUpdateQuery, { occurrenceStart: '2025-01-22T09:00:00Z' })).toHaveLength(1)
    expect(errorsOf(bookingCancelQuery, { scope: 'some' })).toEqual([
      '?scope scope must be one of: this, following, all',
    ])
  })

  test('a cancellation takes the reason and whether to notify', () => {
    expect(bookingCancelQuery.parse({ reason: 'ill', notifyAttendees: 'true' })).toMatchObject({
      reason: 'ill',
      notifyAttendees: true,
    })
    expect(errorsOf(bookingCancelQuery, { notifyAttendees: 'yes' })).toEqual([
      '?notifyAttendees notifyAttendees must be true or false',
    ])
    expect(errorsOf(bookingCancelQuery, { reason: 'r'.repeat(1000) })).toEqual([])
    expect(errorsOf(bookingCancelQuery, { reason: 'r'.repeat(1001) })).toHaveLength(1)
  })
})
