import type { ClientOptions, TokenSource } from './client-options.ts'
import { createBookingClient } from './create-booking-client.ts'
import { isProblem } from './errors.ts'
import type { TokenRequest, Tokens, User } from './types.generated.ts'

/**
 * What a session is kept by. Whoever has it can act as its user: keep it as carefully as a password.
 *
 * @example
 * const tokens: SessionTokens = JSON.parse(await keychain.read('booking'))
 */
export interface SessionTokens {
  readonly accessToken: string
  readonly refreshToken: string
  /** Milliseconds since 1970 when the access token ends. */
  readonly expiresAtMs: number
}

/**
 * Nobody is signed in, or no longer: the refresh token was used elsewhere, has expired, or the session was ended.
 *
 * @example
 * if (error instanceof BookingSignedOutError) showSignIn()
 */
export class BookingSignedOutError extends Error {
  override readonly name = 'BookingSignedOutError'
}

/**
 * How a session is made.
 *
 * @example
 * const options: SessionOptions = { baseUrl, tokens: await stored(), onTokens: store }
 */
export interface SessionOptions extends Omit<ClientOptions, 'token' | 'onDeprecation'> {
  /** Tokens of an earlier run, as `onTokens` gave them. */
  readonly tokens?: SessionTokens | undefined
  /** Told of new tokens, to keep them, and null when the session is over. */
  readonly onTokens?: ((tokens: SessionTokens | null) => void) | undefined
}

/**
 * Somebody who signs in with email and password.
 *
 * @example
 * const session = createBookingSession({ baseUrl })
 * await session.signIn({ email, password })
 * const booking = createBookingClient({ baseUrl, token: session.token })
 */
export interface BookingSession {
  /** Signs in; gives the user. */
  signIn(credentials: TokenRequest): Promise<User>
  /** Ends the session, here and on the server. */
  signOut(): Promise<void>
  /** For `createBookingClient`: the access token, a new one when it is about to end or was refused. */
  readonly token: TokenSource
}

/** An access token is exchanged this long before it ends; one that lives shorter, at half of its life. */
const marginMs = 30_000

/**
 * A session that renews its access token through POST /auth/refresh, once at a time: calls that find the token ended
 * at the same moment share one renewal. A refresh token is good for one use, so a renewal is never repeated, and two
 * sessions (two tabs, two processes) must not share one.
 *
 * @example
 * const session = createBookingSession({ baseUrl, tokens: stored(), onTokens: store })
 */
export function createBookingSession(options: SessionOptions): BookingSession {
  const { auth } = createBookingClient(options)
  const now = options.now ?? Date.now
  let held = options.tokens ?? null
  let renewAtMs = (held?.expiresAtMs ?? 0) - marginMs
  let renewal: Promise<string> | null = null

  const hold = (tokens: SessionTokens | null) => {
    held = tokens
    options.onTokens?.(tokens)
  }
  const take = ({ accessToken, refreshToken, expiresIn }: Tokens): string => {
    const lifeMs = expiresIn * 1_000
    renewAtMs = now() + lifeMs - Math.min(marginMs, lifeMs / 2)
    hold({ accessToken, refreshToken, expiresAtMs: now() + lifeMs })
    return accessToken
  }
  const renew = async ({ refreshToken }: SessionTokens): Promise<string> => {
    try {
      const tokens = await auth.refreshToken({ refreshToken })
      if (held?.refreshToken === refreshToken) return take(tokens)
      // Signed out while the renewal was under way: what it gave is not to live on.
      await auth.logout({ refreshToken: tokens.refreshToken })
    } catch (error) {
      if (!isProblem(error, 'invalid_refresh_token')) throw error
      if (held?.refreshToken === refreshToken) hold(null)
    }
    throw new BookingSignedOutError('the session is over; sign in again')
  }
  return {
    async signIn(credentials) {
      const tokens = await auth.issueToken(credentials)
      take(tokens)
      return tokens.user
    },
    async signOut() {
      const ended = held
      hold(null)
      if (ended) await auth.logout({ refreshToken: ended.refreshToken })
    },
    token({ rejected }) {
      if (held === null) throw new BookingSignedOutError('nobody is signed in')
      if (held.accessToken !== rejected && now() < renewAtMs) return held.accessToken
      renewal ??= renew(held).finally(() => {
        renewal = null
      })
      return renewal
    },
  }
}
