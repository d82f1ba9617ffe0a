import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  type JSONWebKeySet,
  type JWTHeaderParameters,
  type JWTVerifyGetKey,
} from 'jose'

/** How long keys are believed without asking for them again. */
export const FRESH_MS = 600_000
/** How long the last known keys serve while the issuer cannot be reached. */
const STALE_MS = 3_600_000
/** A key that is not known makes us ask again, but not more often than this. */
const COOLDOWN_MS = 30_000
/** After the issuer did not answer it is left alone for so long. */
const RETRY_MS = 5_000
const FETCH_MS = 2_000

/** The issuer's keys are not known, and cannot be had at the moment: no statement about a token is possible. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable'
}

/** What says something about the token rather than about the issuer. */
const isAboutToken = (error: unknown): boolean =>
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys ||
  error instanceof errors.JOSENotSupported

/**
 * One algorithm for each key (RFC 8725, section 3.1): by `alg`, else by its curve. An RSA key could do two; it has
 * PS256 where it says so.
 */
const hasAlgorithm = (keys: JSONWebKeySet | undefined, { alg, kid }: JWTHeaderParameters): boolean =>
  alg !== 'PS256' ||
  keys?.keys.some((key) => key.alg === alg && (kid === undefined || key.kid === kid)) === true

/**
 * Public keys of an issuer by URL (RFC 7517): fetched when first needed and every 10 minutes, and at once, though
 * at most every 30 s, for a key that is not among them, so that a rotation is seen by the first token of the new
 * key. While the issuer does not answer its last keys serve for another hour.
 *
 * @throws KeysUnavailable from the function it gives, when there are no keys to judge by
 */
export const issuerKeys = (
  url: string,
  { clock }: { /** Milliseconds since the epoch. */ readonly clock: () => number },
): JWTVerifyGetKey => {
  const remote = createRemoteJWKSet(new URL(url), {
    timeoutDuration: FETCH_MS,
    cooldownDuration: COOLDOWN_MS,
    cacheMaxAge: FRESH_MS,
  })
  let seenMs = Number.NEGATIVE_INFINITY
  let failedUntil = Number.NEGATIVE_INFINITY

  const lastKnown: JWTVerifyGetKey = (header, token) => {
    const keys = remote.jwks()
    if (keys === undefined || clock() > seenMs + FRESH_MS + STALE_MS) throw new KeysUnavailable(url)
    return createLocalJWKSet(keys)(header, token)
  }

  const find: JWTVerifyGetKey = async (header, token) => {
    if (clock() < failedUntil) return lastKnown(header, token)
    const wasFresh = remote.fresh
    try {
      const key = await remote(header, token)
      if (!wasFresh) seenMs = clock()
      return key
    } catch (error) {
      if (isAboutToken(error)) throw error
      failedUntil = clock() + RETRY_MS
      return lastKnown(header, token)
    }
  }

  return async (header, token) => {
    const key = await find(header, token)
    if (!hasAlgorithm(remote.jwks(), header)) throw new errors.JWKSNoMatchingKey()
    return key
  }
}
