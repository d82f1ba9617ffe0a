import { operations } from '@booking/contract'
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { answer } from '../../src/answer.ts'
import type { AppEnv } from '../../src/environment.ts'
import { requestId } from '../../src/middleware/request-id.ts'
import type { Answer, OperationHandler } from '../../src/operation-call.ts'
import { Problem } from '../../src/problem.ts'
import { route } from '../../src/route.ts'
import { createTestApp } from '../test-app.ts'

const { deps } = await createTestApp()
const deprecation = { since: '2027-01-31', sunset: '2028-01-31', link: '/docs/deprecations' }
const told = {
  deprecation: '@1801353600',
  sunset: 'Mon, 31 Jan 2028 00:00:00 GMT',
  link: '</docs/deprecations>; rel="deprecation"; type="text/html", </docs/deprecations>; rel="sunset"; type="text/html"',
}

/** The operation of the contract, or one like it, on an app of its own. */
const ask = async (
  change: object,
  request: { search?: string; body?: object } = {},
  handler: () => Promise<Answer> = async () => ({ status: 200, body: {} }),
): Promise<Record<string, string | null>> => {
  const app = new Hono<AppEnv>()
  app.use(requestId)
  app.onError((error, c) => answer(c, 409, error.message))
  const operation = { ...operations.checkAvailabilityBulk, ...change }
  route(operation, handler as OperationHandler<typeof operation>).mount(app, deps)
  const { search = '', body = {} } = request
  const { headers } = await app.request(`/api/v1/availability/bulk${search}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { deprecation: headers.get('deprecation'), sunset: headers.get('sunset'), link: headers.get('link') }
}

const nothing = { deprecation: null, sunset: null, link: null }
const open = { body: z.looseObject({}), query: z.looseObject({}) }

test('a deprecated operation says so in every answer, refusals included', async () => {
  const deprecated = { ...open, deprecated: deprecation }
  expect(await ask(deprecated)).toEqual(told)
  expect(await ask(deprecated, {}, () => Promise.reject(new Problem('booking_conflict')))).toEqual(told)
  expect(await ask({ ...deprecated, body: z.strictObject({ needed: z.string() }) })).toEqual(told)
  expect(await ask(open)).toEqual(nothing)
})

test('a deprecated parameter or property is told of to those who use it', async () => {
  const deprecatedParts = [
    { ...deprecation, part: 'query', name: 'colour' },
    { ...deprecation, part: 'body', name: 'shape' },
  ]
  expect(await ask({ ...open, deprecatedParts }, { search: '?colour=red' })).toEqual(told)
  expect(await ask({ ...open, deprecatedParts }, { body: { shape: 'round' } })).toEqual(told)
  expect(await ask({ ...open, deprecatedParts }, { search: '?shape=1', body: { colour: 'red' } })).toEqual(
    nothing,
  )
})
