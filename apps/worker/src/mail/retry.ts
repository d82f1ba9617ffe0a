const FIRST_MS = 15_000
const LONGEST_MS = 60 * 60 * 1000

/** Tries of one notification, over about a day. */
export const ATTEMPTS_MAX = 30

/**
 * How long to wait before the next try: twice as long each time, an hour at most, and up to half of it less, so that
 * what failed together does not come back together.
 *
 * @param attempts tries so far, from 1
 * @param random a number from 0 to 1
 */
export const retryDelayMs = (attempts: number, random: number): number => {
  const longest = Math.min(FIRST_MS * 2 ** Math.min(attempts - 1, 20), LONGEST_MS)
  return Math.round(longest * (1 - random / 2))
}
