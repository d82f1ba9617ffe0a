import { limits, text } from '@booking/contract'
import type { Actor } from '@booking/storage'
import { errors, jwtVerify } from 'jose'
import * as z from 'zod'

const CLOCK_SKEW_SECONDS = 30
const TOKENS_KEPT_MAX = 10_000

const claims = z.object({
  sub: text({ charsMax: limits.userIdCharsMax, blank: true }),
  role: z.enum(['standard', 'premium', 'admin']).default('standard'),
  exp: z.number(),
})

/** Why a token is not accepted. */
export type TokenFault = 'token_expired' | 'unauthenticated'

export type Verdict = { readonly actor: Actor } | { readonly fault: TokenFault }

export type TokenVerifier = (token: string) => Promise<Verdict>

export interface TokenVerifierOptions {
  /** At least 32 bytes. */
  readonly secret: string
  readonly issuer?: string | undefined
  readonly audience?: string | undefined
  /** Milliseconds since the epoch. */
  readonly clock: () => number
}

/**
 * Verifies bearer tokens: JWT signed with HS256 and nothing else (RFC 8725, section 3.1), `exp` required, `nbf`
 * honoured, 30 s of skew. A token that was verified is remembered until it expires, so that verifying costs a
 * look-up.
 */
export const tokenVerifier = async (options: TokenVerifierOptions): Promise<TokenVerifier> => {
  const key = await crypto.subtle.importKey(
    'raw',
    new TextEncoder().encode(options.secret),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['verify'],
  )
  const kept = new Map<string, { actor: Actor; expiresMs: number }>()

  const verify = async (token: string): Promise<Verdict> => {
    const { payload } = await jwtVerify(token, key, {
      algorithms: ['HS256'],
      clockTolerance: CLOCK_SKEW_SECONDS,
      currentDate: new Date(options.clock()),
      requiredClaims: ['sub', 'exp'],
      ...(options.issuer === undefined ? {} : { issuer: options.issuer }),
      ...(options.audience === undefined ? {} : { audience: options.audience }),
    })
    const { sub: subject, role, exp } = claims.parse(payload)
    const actor: Actor = { subject, role }
    if (kept.size >= TOKENS_KEPT_MAX) kept.delete(kept.keys().next().value as string)
    kept.set(token, { actor, expiresMs: (exp + CLOCK_SKEW_SECONDS) * 1000 })
    return { actor }
  }

  return async (token) => {
    const known = kept.get(token)
    if (known !== undefined) {
      if (known.expiresMs > options.clock()) return { actor: known.actor }
      kept.delete(token)
      return { fault: 'token_expired' }
    }
    try {
      return await verify(token)
    } catch (error) {
      return { fault: error instanceof errors.JWTExpired ? 'token_expired' : 'unauthenticated' }
    }
  }
}
