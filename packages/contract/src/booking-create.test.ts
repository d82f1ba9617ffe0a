import { describe, expect, test } from 'vitest'
import { bookingCreateBody, dryRunQuery, recurringBookingCreateBody } from './booking-create.ts'
import { requestExamples } from './examples.ts'
import { limits } from './limits.ts'
import { validate } from './validation.ts'

const booking = requestExamples.booking
const accepts = (change: object) => bookingCreateBody.safeParse({ ...booking, ...change }).success
const errorsOf = (value: unknown) => {
  const result = validate(bookingCreateBody, value, 'body')
  return result.ok ? [] : result.errors
}

describe('a booking to create', () => {
  test('comes out with its times in epoch milliseconds', () => {
    expect(bookingCreateBody.parse(booking)).toEqual({
      ...booking,
      startTime: Date.UTC(2025, 0, 20, 10),
      endTime: Date.UTC(2025, 0, 20, 11),
    })
  })

  test('needs resource, title and times only', () => {
    const { resourceId, title, startTime, endTime } = booking
    expect(bookingCreateBody.parse({ resourceId, title, startTime, endTime })).toMatchObject({
      attendees: [],
      metadata: {},
    })
    expect(errorsOf({}).map((error) => error.message)).toEqual([
      'resourceId is required',
      'title is required',
      'startTime is required',
      'endTime is required',
    ])
  })

  test.each([
    ['title', 't'.repeat(limits.titleCharsMax), 't'.repeat(limits.titleCharsMax + 1)],
    ['title', 't', ''],
    ['description', 'd'.repeat(limits.descriptionCharsMax), 'd'.repeat(limits.descriptionCharsMax + 1)],
    ['description', '', null],
    ['createdBy', 'u'.repeat(limits.userIdCharsMax), 'u'.repeat(limits.userIdCharsMax + 1)],
    ['createdBy', 'u', ''],
    ['attendees', Array(limits.attendeesMax).fill('u'), Array(limits.attendeesMax + 1).fill('u')],
    ['attendees', [], [1]],
    ['metadata', {}, []],
    ['resourceId', booking.resourceId.toUpperCase(), `{${booking.resourceId}}`],
    ['endTime', '2025-01-20T10:00:00.001Z', '2025-01-20T10:00:00.000Z'],
    ['endTime', '2035-01-28T10:00:00.000Z', '2035-01-28T10:00:00.001Z'],
  ])('%s is accepted at its bound and refused beyond (%#)', (field, good, bad) => {
    expect(accepts({ [field]: good })).toBe(true)
    expect(accepts({ [field]: bad })).toBe(false)
  })

  test('that ends before it starts is refused at endTime', () => {
    expect(errorsOf({ ...booking, endTime: '2025-01-20T09:00:00.000Z' })).toEqual([
      { pointer: '/endTime', message: 'endTime must be later than startTime' },
    ])
  })

  test('compares instants, not their texts', () => {
    expect(accepts({ startTime: '2025-01-20T10:00:00+05:00', endTime: '2025-01-20T06:00:00Z' })).toBe(true)
    expect(accepts({ startTime: '2025-01-20T10:00:00Z', endTime: '2025-01-20T11:00:00+05:00' })).toBe(false)
  })

  test('has its resource id in lower case and every attendee once', () => {
    const parsed = bookingCreateBody.parse({
      ...booking,
      resourceId: '550E8400-E29B-41D4-A716-446655440001',
      attendees: ['b', 'a', 'b'],
    })
    expect(parsed.resourceId).toBe('550e8400-e29b-41d4-a716-446655440001')
    expect(parsed.attendees).toEqual(['b', 'a'])
  })

  test('with fields of a series points to the address for series', () => {
    for (const [field, value] of [
      ['recurrenceRule', 'FREQ=DAILY'],
      ['timeZone', 'UTC'],
      ['conflictPolicy', 'skip'],
    ]) {
      expect(errorsOf({ ...booking, [field!]: value })).toEqual([
        {
          pointer: `/${field}`,
          message: `${field} belongs to a series; send it to POST /bookings/recurring`,
        },
      ])
    }
  })

  test.each(['id', 'status', 'isRecurring', 'startTIme', '__proto__', 'constructor'])(
    'with the field %s is refused by name',
    (field) => {
      const body = JSON.parse(`{${JSON.stringify(field)}:{"x":1},${JSON.stringify(booking).slice(1)}`)
      expect(errorsOf(body)).toEqual([
        { pointer: `/${field}`, message: `${field} is not known here; leave it out or check its spelling` },
      ])
    },
  )

  test.each([null, [], 'text', 1, true])('%j is refused: the body is an object', (value) => {
    expect(errorsOf(value)).toEqual([{ pointer: '', message: 'The body must be an object' }])
  })
})

describe('a series to create', () => {
  test('rejects conflicts unless it is told to skip them', () => {
    expect(recurringBookingCreateBody.parse(requestExamples.recurringBooking).conflictPolicy).toBe('reject')
    expect(recurringBookingCreateBody.parse(requestExamples.endlessBooking).conflictPolicy).toBe('skip')
    expect(
      recurringBookingCreateBody.safeParse({ ...requestExamples.endlessBooking, conflictPolicy: 'ask' })
        .success,
    ).toBe(false)
  })

  test('needs a rule of at most 2,000 characters; what it says is judged elsewhere', () => {
    const withRule = (recurrenceRule: unknown) =>
      recurringBookingCreateBody.safeParse({ ...requestExamples.recurringBooking, recurrenceRule }).success
    expect(withRule(undefined)).toBe(false)
    expect(withRule('FREQ=NEVER')).toBe(true)
    expect(withRule('')).toBe(true)
    expect(withRule('F'.repeat(limits.recurrenceRuleCharsMax))).toBe(true)
    expect(withRule('F'.repeat(limits.recurrenceRuleCharsMax + 1))).toBe(false)
  })

  test('leaves the judgement of its zone to the engine', () => {
    expect(
      recurringBookingCreateBody.parse({ ...requestExamples.recurringBooking, timeZone: 'Mars/Olympus Mons' })
        .timeZone,
    ).toBe('Mars/Olympus Mons')
  })
})

test('nothing is a dry run unless it is asked for', () => {
  expect(dryRunQuery.parse({})).toEqual({ dryRun: false })
  expect(dryRunQuery.parse({ dryRun: 'true' })).toEqual({ dryRun: true })
  expect(dryRunQuery.safeParse({ dryrun: 'true' }).success).toBe(false)
})
