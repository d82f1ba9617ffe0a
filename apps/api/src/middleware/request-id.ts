import { headerTitles, limits } from '@booking/contract'
import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from '../environment.ts'

const usable = /^[\x21-\x7e]+$/

/** Takes over the caller's request id, or makes one; every answer carries it. First of all, so that there is where to put it. */
export const requestId: MiddlewareHandler<AppEnv> = async function requestId(c, next) {
  const given = c.req.header(headerTitles['x-request-id'])
  const isUsable = given !== undefined && given.length <= limits.requestIdCharsMax && usable.test(given)
  const id = isUsable ? given : crypto.randomUUID()
  c.set('requestId', id)
  c.set('headers', { [headerTitles['x-request-id']]: id })
  await next()
}
