import { setTimeout as delay } from 'node:timers/promises'

const LOOK_MS = 20

/**
 * Looks until it is so.
 *
 * @returns milliseconds that it took
 * @throws Error when it is not so after `msMax`
 */
export const until = async (
  what: string,
  msMax: number,
  look: () => Promise<boolean> | boolean,
): Promise<number> => {
  const begun = performance.now()
  for (;;) {
    if (await look()) return performance.now() - begun
    if (performance.now() - begun > msMax) throw new Error(`Not so after ${msMax} ms: ${what}`)
    await delay(LOOK_MS)
  }
}
