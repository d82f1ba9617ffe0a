import type { Deprecation } from './deprecation.ts'

/**
 * Gives the access token for a request. `rejected` is the token that the server has just refused as expired or not
 * valid, or null: a source that can get another one gives that, and the request is sent once more.
 *
 * @example
 * const token: TokenSource = async () => (await signInService.token()).accessToken
 */
export type TokenSource = (context: { readonly rejected: string | null }) => string | Promise<string>

/**
 * How a client behaves. Everything but `baseUrl` may be left out.
 *
 * @example
 * const options: ClientOptions = { baseUrl: 'https://booking.example.com', token, timeoutMs: 10_000 }
 */
export interface ClientOptions {
  /**
   * Address of the API, with or without `/api/v1` at its end: `https://booking.example.com`. In a browser it may be
   * relative to the page.
   */
  readonly baseUrl: string
  /** The access token, or what gives it. Without one only `auth` and `health` can be called. */
  readonly token?: string | TokenSource | undefined
  /** Milliseconds that each attempt has, body included. Default: 30,000. */
  readonly timeoutMs?: number | undefined
  /** Repeats of a call after its first attempt, where a repeat is safe. Default: 3. */
  readonly retries?: number | undefined
  /** Milliseconds after which a call is not repeated any more. Default: 60,000. */
  readonly retryTotalMs?: number | undefined
  /** Milliseconds: upper bound of the first wait before a repeat; doubles with each. Default: 250. */
  readonly retryWaitMsFirst?: number | undefined
  /** Milliseconds: upper bound of waits that the server does not ask for. Default: 8,000. */
  readonly retryWaitMsMax?: number | undefined
  /** Told once for each operation that the server calls deprecated (RFC 9745). */
  readonly onDeprecation?: ((deprecation: Deprecation) => void) | undefined
  /** Told before each wait, for logs. */
  readonly onRetry?: ((retry: RetryNotice) => void) | undefined
  /** Default: the global `fetch`. */
  readonly fetch?: typeof fetch | undefined
  /** Milliseconds since 1970. Default: `Date.now`. */
  readonly now?: (() => number) | undefined
  /** A number from 0 up to, not including, 1. Default: `Math.random`. */
  readonly random?: (() => number) | undefined
  /** Resolves after the time, rejects with the signal's reason when that comes first. Default: timers. */
  readonly sleep?: ((ms: number, signal: AbortSignal | undefined) => Promise<void>) | undefined
}

/**
 * A call that is about to be repeated.
 *
 * @example
 * createBookingClient({ baseUrl, token, onRetry: ({ operation, waitMs }) => log.info({ operation, waitMs }) })
 */
export interface RetryNotice {
  /** Id of the operation, as in the OpenAPI document. */
  readonly operation: string
  /** Attempts so far. */
  readonly attempts: number
  /** Milliseconds until the next one. */
  readonly waitMs: number
  /** Why the last one does not count. */
  readonly error: Error
}
