import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { limits } from './limits.ts'
import { problemError } from './problem.ts'
import { pointerTo, validate } from './validation.ts'

const errorsOf = (
  schema: z.ZodType,
  value: unknown,
  part: 'body' | 'query' | 'params' | 'headers' = 'body',
) => {
  const result = validate(schema, value, part)
  return result.ok ? [] : result.errors
}
const messageOf = (schema: z.ZodType, value: unknown) =>
  errorsOf(z.strictObject({ field: schema }), { field: value })[0]?.message

test('a pointer is written for the part of the request it points into', () => {
  expect(pointerTo('body', ['timeSlots', 0, 'endTime'])).toBe('/timeSlots/0/endTime')
  expect(pointerTo('body', ['a/b', 'c~d'])).toBe('/a~1b/c~0d')
  expect(pointerTo('body', [])).toBe('')
  expect(pointerTo('query', ['limit'])).toBe('?limit')
  expect(pointerTo('params', ['bookingId'])).toBe('{bookingId}')
  expect(pointerTo('headers', ['idempotency-key'])).toBe('Idempotency-Key')
})

test('a value that is valid comes out as its schema gives it', () => {
  expect(validate(z.string().transform(Number), '5', 'query')).toEqual({ ok: true, value: 5 })
})

describe('a message tells what to do', () => {
  test.each([
    [z.string(), undefined, 'field is required'],
    [z.string(), 1, 'field must be a string'],
    [z.string(), null, 'field must be a string'],
    [z.boolean(), 'true', 'field must be true or false'],
    [z.int(), 'x', 'field must be a number'],
    [z.int(), 1.5, 'field must be a whole number'],
    [z.array(z.string()), {}, 'field must be an array'],
    [z.strictObject({}), [], 'field must be an object'],
    [z.enum(['a', 'b']), 'c', 'field must be one of: a, b'],
    [z.enum(['a', 'b']), undefined, 'field is required'],
    [z.int().min(1), 0, 'field must be at least 1'],
    [z.int().max(9), 10, 'field must be at most 9'],
    [z.array(z.string()).max(1), ['a', 'b'], 'field must have at most 1 item'],
    [z.array(z.string()).min(2), [], 'field must have at least 2 items'],
    [z.email(), 'x', 'field is not valid'],
  ])('%#', (schema, value, message) => {
    expect(messageOf(schema, value)).toBe(message)
  })

  test('and which item of a list it is about', () => {
    expect(errorsOf(z.strictObject({ attendees: z.array(z.string()) }), { attendees: ['a', 1] })).toEqual([
      { pointer: '/attendees/1', message: 'attendees[1] must be a string' },
    ])
  })
})

describe('the list of errors is bounded', () => {
  const strict = z.strictObject({})
  const body = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 0]))

  test('in number: twenty, or nineteen and how many more', () => {
    expect(errorsOf(strict, body(limits.problemErrorsMax)).at(-1)?.pointer).toBe('/k19')
    const errors = errorsOf(strict, body(limits.problemErrorsMax + 1))
    expect(errors).toHaveLength(limits.problemErrorsMax)
    expect(errors.at(-1)).toEqual({ pointer: '', message: '2 more errors are not listed.' })
  })

  test('in length: a long name is cut, a long value is never repeated', () => {
    const name = 'n'.repeat(200_000)
    const error = errorsOf(strict, { [name]: 'v'.repeat(50_000) })[0]!
    expect(error.pointer.length).toBeLessThan(100)
    expect(error.message.length).toBeLessThanOrEqual(limits.problemMessageCharsMax)
    expect(messageOf(z.enum(['a']), 'secret'.repeat(10_000))).toBe('field must be one of: a')
    expect(
      messageOf(z.string().check(z.refine(() => false, { error: 'm'.repeat(1_000) })), 'x'),
    ).toHaveLength(limits.problemMessageCharsMax)
  })

  test('and can be written as JSON that every reader takes', () => {
    const errors = errorsOf(strict, { '\ud800\u0000\u001b[31m': 1 })
    expect(JSON.stringify(errors)).not.toMatch(/\\u/)
    expect(problemError.safeParse(errors[0]).success).toBe(true)
  })
})
