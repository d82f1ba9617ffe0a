/** A whole answer, read to its end. */
export interface WholeAnswer {
  readonly status: number
  readonly statusText: string
  readonly headers: Headers
  readonly text: string
}

/** How an attempt ended. `failed`: no whole answer came, for whatever reason. */
export type Attempt =
  | { readonly kind: 'answered'; readonly answer: WholeAnswer }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'failed'; readonly cause: unknown }

/**
 * Sends one request and reads its answer to the end, within `timeoutMs`.
 *
 * @throws the signal's reason when the signal ends it
 */
export async function attempt(
  send: typeof fetch,
  request: {
    readonly method: string
    readonly url: string
    readonly headers: Headers
    readonly body: string | null
  },
  bounds: { readonly timeoutMs: number; readonly signal: AbortSignal | undefined },
): Promise<Attempt> {
  const { signal, timeoutMs } = bounds
  signal?.throwIfAborted()
  const controller = new AbortController()
  let isTimeout = false
  const timer = setTimeout(() => {
    isTimeout = true
    controller.abort()
  }, timeoutMs)
  const onAbort = () => controller.abort(signal?.reason)
  signal?.addEventListener('abort', onAbort, { once: true })
  try {
    const { method, url, headers, body } = request
    // A redirect is shown rather than followed: following turns a POST into a GET.
    const response = await send(url, { method, headers, body, redirect: 'manual', signal: controller.signal })
    const text = await response.text()
    const { status, statusText } = response
    return { kind: 'answered', answer: { status, statusText, headers: response.headers, text } }
  } catch (cause) {
    signal?.throwIfAborted()
    return isTimeout ? { kind: 'timed-out' } : { kind: 'failed', cause }
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', onAbort)
  }
}
