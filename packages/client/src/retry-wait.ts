import type { RetryBounds } from './call-options.ts'

/**
 * Milliseconds to wait before the next attempt, or null when there is to be none.
 *
 * The wait is drawn from 0 to a bound that doubles with every repeat, so that clients that failed together do not
 * come back together. What the server asks for is waited for in full, with the drawn time on top for the same reason.
 *
 * @param failure `repeat` counts from 0; `elapsedMs` since the first attempt began
 * @param random from 0 up to, not including, 1
 */
export function retryWaitMs(
  failure: { readonly repeat: number; readonly elapsedMs: number; readonly retryAfterMs: number | null },
  bounds: RetryBounds,
  random: () => number,
): number | null {
  if (failure.repeat >= bounds.retries) return null
  const drawnMs =
    random() * Math.min(bounds.waitMsMax, bounds.waitMsFirst * 2 ** Math.min(failure.repeat, 30))
  const waitMs = Math.round((failure.retryAfterMs ?? 0) + drawnMs)
  return failure.elapsedMs + waitMs < bounds.totalMs ? waitMs : null
}
