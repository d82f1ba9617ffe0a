import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bookingCreateBody, recurringBookingCreateBody } from './booking-create.ts'
import { bookingUpdateBody } from './booking-update.ts'
import { formatInstant } from './instant.ts'
import { limits } from './limits.ts'

const times = fc
  .tuple(
    fc.integer({ min: 0, max: limits.instantMsMax - 86_400_000 }),
    fc.integer({ min: 1, max: 86_400_000 }),
  )
  .map(([start, length]) => ({ startTime: formatInstant(start), endTime: formatInstant(start + length) }))

const storable = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 50 })
  .filter((value) => !value.includes('\0'))

const booking = fc
  .tuple(
    times,
    fc.record(
      {
        resourceId: fc.uuid(),
        title: storable.filter((value) => value.trim() !== ''),
        description: storable,
        createdBy: storable,
        attendees: fc.array(storable, { maxLength: 5 }),
        metadata: fc.dictionary(
          fc.string({ minLength: 1, maxLength: 10 }).filter((key) => key !== '__proto__'),
          fc.jsonValue({ maxDepth: 3 }),
          { maxKeys: 5 },
        ),
      },
      { requiredKeys: ['resourceId', 'title'] },
    ),
  )
  .map(([when, what]) => JSON.parse(JSON.stringify({ ...what, ...when })))

test('every booking that is accepted survives a round trip through JSON', () => {
  fc.assert(
    fc.property(booking, (body) => {
      const parsed = bookingCreateBody.safeParse(body)
      fc.pre(parsed.success)
      expect(JSON.parse(JSON.stringify(parsed.data))).toEqual(parsed.data)
      expect(JSON.parse(JSON.stringify(parsed.data.metadata))).toEqual(body.metadata ?? {})
    }),
  )
})

test('a booking sent back as a change says the same', () => {
  fc.assert(
    fc.property(booking, (body) => {
      const parsed = bookingCreateBody.safeParse(body)
      fc.pre(parsed.success)
      const { attendees, metadata, ...rest } = bookingUpdateBody.parse(body)
      expect({ ...rest, attendees: attendees ?? [], metadata: metadata ?? {} }).toEqual(parsed.data)
    }),
  )
})

test('no JSON value makes the schemas fail', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      for (const schema of [bookingCreateBody, recurringBookingCreateBody, bookingUpdateBody])
        schema.safeParse(value)
    }),
  )
})
