import { limits, text } from '@booking/contract'
import type { Actor } from '@booking/storage'
import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify, SignJWT } from 'jose'
import * as z from 'zod'
import { issuerKeys, KeysUnavailable } from './issuer-keys.ts'

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

const publicKeyAlgorithms = ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA']

const faultOf = (error: unknown): TokenFault => {
  if (error instanceof KeysUnavailable) return 'identity_unavailable'
  return error instanceof errors.JWTExpired ? 'token_expired' : 'unauthenticated'
}

/**
 * Verifies bearer tokens: HS256 with the secret, or a public-key algorithm with a key of the JWKS, and nothing
 * else: a key has its algorithms, and nothing in a token chooses both (RFC 8725, section 3.1). `exp` required, `nbf` honoured, 30 s of skew. A token that was verified is remembered until it expires, so
 * that verifying costs a look-up.
 */
export const tokenVerifier = async (options: TokenOptions): Promise<TokenVerifier> => {
  const { secret, jwksUrl, clock } = options
  const secretKey = secret === undefined ? null : await importSecret(secret, 'verify')
  const publicKeys = jwksUrl === undefined ? null : issuerKeys(jwksUrl, { clock })
  const kept = new Map<string, { actor: Actor; expiresMs: number }>()

  const checked = async (token: string): Promise<JWTPayload> => {
    const common = {
      clockTolerance: CLOCK_SKEW_SECONDS,
      currentDate: new Date(options.clock()),
      requiredClaims: ['sub', 'exp'],
      ...(options.issuer === undefined ? {} : { issuer: options.issuer }),
      ...(options.audience === undefined ? {} : { audience: options.audience }),
    }
    const isSymmetric = decodeProtectedHeader(token).alg === 'HS256'
    if (isSymmetric && secretKey !== null)
      return (await jwtVerify(token, secretKey, { ...common, algorithms: ['HS256'] })).payload
    if (!isSymmetric && publicKeys !== null)
      return (await jwtVerify(token, publicKeys, { ...common, algorithms: publicKeyAlgorithms })).payload
    throw new errors.JOSEAlgNotAllowed('no key for the algorithm of this token')
  }

  const verify = async (token: string): Promise<Verdict> => {
    const { sub: subject, role, exp } = claims.parse(await checked(token))
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
