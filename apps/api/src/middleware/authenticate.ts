import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from '../environment.ts'
import { Problem } from '../problem.ts'
import type { TokenVerifier } from '../tokens.ts'

const TOKEN_CHARS_MAX = 8_192
const bearer = /^Bearer +([\w.~+/-]+=*) *$/i

/** Finds out who asks, and lets everybody pass: who may not is decided after the rate limit. */
export const authenticate = (verifyToken: TokenVerifier): MiddlewareHandler<AppEnv> =>
  async function authenticate(c, next) {
    c.set('actor', null)
    c.set('tokenFault', 'unauthenticated')
    const header = c.req.header('Authorization')
    const token =
      header !== undefined && header.length <= TOKEN_CHARS_MAX ? bearer.exec(header)?.[1] : undefined
    if (token !== undefined) {
      const verdict = await verifyToken(token)
      if ('actor' in verdict) c.set('actor', verdict.actor)
      else c.set('tokenFault', verdict.fault)
    }
    await next()
  }

/** Turns away whoever did not bring a valid token (RFC 6750, section 3). */
export const requireActor: MiddlewareHandler<AppEnv> = async function requireActor(c, next) {
  if (c.get('actor') === null) {
    const fault = c.get('tokenFault')
    if (fault === 'identity_unavailable') throw new Problem(fault, { headers: { 'Retry-After': '5' } })
    const hasToken = c.req.header('Authorization') !== undefined
    throw new Problem(fault, {
      headers: {
        'WWW-Authenticate': hasToken
          ? 'Bearer realm="booking", error="invalid_token"'
          : 'Bearer realm="booking"',
      },
    })
  }
  await next()
}
