import type { RetryBounds } from './call-options.ts'
import type { ClientOptions } from './client-options.ts'

/** The options of a client with everything in them. */
export interface Settings extends RetryBounds, Pick<ClientOptions, 'token' | 'onDeprecation' | 'onRetry'> {
  /** With `/api/v1`, without a slash at its end. */
  readonly base: string
  readonly timeoutMs: number
  readonly fetch: typeof fetch
  readonly now: () => number
  readonly random: () => number
  readonly sleep: (ms: number, signal: AbortSignal | undefined) => Promise<void>
}

const apiPath = '/api/v1'

/** The address below which operations live, from a `baseUrl` with or without `/api/v1`. */
function apiBase(baseUrl: string): string {
  const page = (globalThis as { location?: { href?: string } }).location?.href
  const url = new URL(baseUrl, page)
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new TypeError(`baseUrl must begin with http:// or https://, not ${url.protocol}`)
  const path = url.pathname.replace(/\/+$/, '')
  return url.origin + (path.endsWith(apiPath) ? path : path + apiPath)
}

/** Waits; rejects with the signal's reason when that comes first. */
function sleepWithTimer(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const onAbort = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort)
      resolve()
    }, ms)
    signal?.addEventListener('abort', onAbort, { once: true })
  })
}

/**
 * The options of a client with what is absent filled in.
 *
 * @throws TypeError when `baseUrl` is no address
 */
export function settingsOf(options: ClientOptions): Settings {
  return {
    base: apiBase(options.baseUrl),
    token: options.token,
    timeoutMs: options.timeoutMs ?? 30_000,
    retries: options.retries ?? 3,
    totalMs: options.retryTotalMs ?? 60_000,
    waitMsFirst: options.retryWaitMsFirst ?? 250,
    waitMsMax: options.retryWaitMsMax ?? 8_000,
    onDeprecation: options.onDeprecation,
    onRetry: options.onRetry,
    // Browsers refuse a fetch that is called on another object than the global one.
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    now: options.now ?? Date.now,
    random: options.random ?? Math.random,
    sleep: options.sleep ?? sleepWithTimer,
  }
}
