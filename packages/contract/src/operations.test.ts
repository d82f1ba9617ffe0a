import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { routePath, statusesOf } from './operation.ts'
import { operationList, operations } from './operations.ts'
import { problemKinds } from './problem-codes.ts'

test('ids are the keys of the table, addresses are used once', () => {
  expect(operationList.map((operation) => operation.operationId)).toEqual(Object.keys(operations))
  const addresses = operationList.map((operation) => `${operation.method} ${operation.path}`)
  expect(new Set(addresses).size).toBe(addresses.length)
})

test('the paths of the API are kept', () => {
  expect(operationList.map((operation) => `${operation.method} ${routePath(operation)}`)).toEqual([
    'get /health',
    'get /health/live',
    'get /health/ready',
    'get /resources',
    'get /resources/:resourceId',
    'post /resources',
    'put /resources/:resourceId',
    'delete /resources/:resourceId',
    'get /availability',
    'post /availability/bulk',
    'get /availability/slots',
    'get /conflicts',
    'post /bookings',
    'post /bookings/recurring',
    'get /bookings',
    'get /bookings/:bookingId',
    'put /bookings/:bookingId',
    'patch /bookings/:bookingId',
    'delete /bookings/:bookingId',
    'get /bookings/:bookingId/occurrences',
    'post /bookings/:bookingId/rebook',
    'get /bookings/:bookingId/history',
    'post /bookings/:bookingId/exceptions',
    'get /bookings/:bookingId/exceptions',
    'get /bookings/:bookingId/exceptions/:exceptionId',
    'put /bookings/:bookingId/exceptions/:exceptionId',
    'delete /bookings/:bookingId/exceptions/:exceptionId',
    'get /resources/:resourceId/permissions',
    'put /resources/:resourceId/permissions',
    'post /auth/token',
    'post /auth/refresh',
    'post /auth/logout',
    'get /auth/me',
    'post /users',
    'get /users',
    'get /users/:userId',
    'patch /users/:userId',
  ])
})

describe.each(operationList.map((operation) => [operation.operationId, operation] as const))(
  '%s',
  (_id, operation) => {
    test('has a parameter for every name in its path', () => {
      const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1])
      expect(Object.keys(operation.params?.shape ?? {})).toEqual(names)
    })

    test('says no status twice, and no problem twice', () => {
      const answered = Object.keys(operation.responses).map(Number)
      const problems = operation.problems.map((code) => problemKinds[code].status as number)
      expect(answered.filter((status) => problems.includes(status))).toEqual([])
      expect(new Set(operation.problems).size).toBe(operation.problems.length)
      expect(statusesOf(operation)).toEqual([...new Set([...answered, ...problems])].sort((a, b) => a - b))
    })

    test('has a body exactly where it changes something by one, and tells what can be wrong with it', () => {
      const hasBody = operation.body !== undefined
      if (operation.method === 'get' || operation.method === 'delete') expect(hasBody).toBe(false)
      expect((operation.problems as readonly string[]).includes('malformed_json')).toBe(hasBody)
    })

    test('has examples that its own schemas accept', () => {
      for (const example of Object.values(operation.examples?.body ?? {})) {
        expect(operation.body?.safeParse(example.value).error).toBeUndefined()
      }
      const { parameters = {} } = operation.examples ?? {}
      const { shape } = z.object({ ...operation.params?.shape, ...operation.query?.shape })
      for (const [name, value] of Object.entries(parameters))
        expect([name, shape[name]?.safeParse(String(value)).error]).toEqual([name, undefined])
      for (const spec of Object.values(operation.responses)) {
        for (const example of Object.values(spec.examples ?? {})) {
          expect(spec.schema?.safeParse(example.value).error).toBeUndefined()
        }
      }
    })
  },
)
