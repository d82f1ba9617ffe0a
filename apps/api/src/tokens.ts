import { limits, text } from '@booking/contract'
import type { Actor } from '@booking/storage'
import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify, SignJWT } from 'jose'
import * as z from 'zod'
import { FRESH_MS, issuerKeys, KeysUnavailable } from './issuer-keys.ts'

const CLOCK_SKEW_SECONDS = 30
const TOKENS_KEPT_MAX = 10_000

const claims = z.object({
  sub: text({ charsMax: limits.userIdCharsMax, blank: true }),
  role: z.enum(['standard', 'premium', 'admin']).default('standard'),
  exp: z.number(),
})

/** Why a token is not accepted. */
export type TokenFault = 'token_expired' | 'unauthenticated' | 'identity_unavailable'

export type Verdict = { readonly actor: Actor } | { readonly fault: TokenFault }

export type TokenVerifier = (token: string) => Promise<Verdict>

export interface TokenOptions {
  /** Key of HS256 tokens, at least 32 bytes. */
  readonly secret?: string | undefined
  /** Where the public keys of another issuer are (RFC 7517). */
  readonly jwksUrl?: string | undefined
  readonly issuer?: string | undefined
  readonly audience?: string | undefined
  /** Milliseconds since the epoch. */
  readonly clock: () => number
}

const importSecret = (secret: string, usage: 'sign' | 'verify') =>
  crypto.subtle.importKey('raw', new TextEncoder().encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, [
    usage,
  ])

/** What an access token may call itself (RFC 7519, section 5.1; RFC 9068, section 2.1): a token for another use is none. */
const accessTokenType = /^(?:application\/)?(?:at\+)?jwt$/i

const publicKeyAlgorithms = ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA']

const faultOf = (error: unknown): TokenFault => {
  if (error instanceof KeysUnavailable) return 'identity_unavailable'
  return error instanceof errors.JWTExpired ? 'token_expired' : 'unauthenticated'
}

/**
 * Verifies bearer tokens: HS256 with the secret, or a public-key algorithm with a key of the JWKS, and nothing
 * else: a key has one algorithm, which nothing in a token chooses (RFC 8725, section 3.1). `exp` required, `nbf`
 * honoured, 30 s of skew. A token that was verified is remembered until it expires, so that verifying costs a look-up;
 * one of another issuer as long as its keys are believed, so that a key that was withdrawn opens nothing for it either.
 */
export const tokenVerifier = async (options: TokenOptions): Promise<TokenVerifier> => {
  const { secret, jwksUrl, clock } = options
  const secretKey = secret === undefined ? null : await importSecret(secret, 'verify')
  const publicKeys = jwksUrl === undefined ? null : issuerKeys(jwksUrl, { clock })
  const kept = new Map<string, { actor: Actor; expiresMs: number; believedUntilMs: number }>()

  const checked = async (token: string): Promise<{ payload: JWTPayload; believedUntilMs: number }> => {
    const common = {
      clockTolerance: CLOCK_SKEW_SECONDS,
      currentDate: new Date(options.clock()),
      requiredClaims: ['sub', 'exp'],
      ...(options.issuer === undefined ? {} : { issuer: options.issuer }),
      ...(options.audience === undefined ? {} : { audience: options.audience }),
    }
    const { alg, typ = 'JWT' } = decodeProtectedHeader(token)
    if (typeof typ !== 'string' || !accessTokenType.test(typ))
      throw new errors.JWTInvalid('not an access token')
    if (alg === 'HS256' && secretKey !== null) {
      const { payload } = await jwtVerify(token, secretKey, { ...common, algorithms: ['HS256'] })
      return { payload, believedUntilMs: Number.POSITIVE_INFINITY }
    }
    if (alg !== 'HS256' && publicKeys !== null) {
      const { payload } = await jwtVerify(token, publicKeys, { ...common, algorithms: publicKeyAlgorithms })
      return { payload, believedUntilMs: options.clock() + FRESH_MS }
    }
    throw new errors.JOSEAlgNotAllowed('no key for the algorithm of this token')
  }

  const verify = async (token: string): Promise<Verdict> => {
    const { payload, believedUntilMs } = await checked(token)
    const { sub: subject, role, exp } = claims.parse(payload)
    const actor: Actor = { subject, role }
    if (kept.size >= TOKENS_KEPT_MAX) kept.delete(kept.keys().next().value as string)
    kept.set(token, { actor, expiresMs: (exp + CLOCK_SKEW_SECONDS) * 1000, believedUntilMs })
    return { actor }
  }

  return async (token) => {
    const known = kept.get(token)
    if (known !== undefined) {
      const nowMs = options.clock()
      if (nowMs < Math.min(known.expiresMs, known.believedUntilMs)) return { actor: known.actor }
      kept.delete(token)
      if (nowMs >= known.expiresMs) return { fault: 'token_expired' }
    }
    try {
      return await verify(token)
    } catch (error) {
      return { fault: faultOf(error) }
    }
  }
}

/** Signs an access token for an actor. */
export type TokenSigner = (actor: Actor, lifeSeconds: number) => Promise<string>

/** Signs tokens as {@link tokenVerifier} accepts them with the same options. */
export const tokenSigner = async (
  options: TokenOptions & { readonly secret: string },
): Promise<TokenSigner> => {
  const key = await importSecret(options.secret, 'sign')
  return ({ subject, role }, lifeSeconds) => {
    const nowSeconds = Math.floor(options.clock() / 1000)
    const token = new SignJWT({ role })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setSubject(subject)
      .setJti(crypto.randomUUID())
      .setIssuedAt(nowSeconds)
      .setExpirationTime(nowSeconds + lifeSeconds)
    if (options.issuer !== undefined) token.setIssuer(options.issuer)
    if (options.audience !== undefined) token.setAudience(options.audience)
    return token.sign(key)
  }
}
