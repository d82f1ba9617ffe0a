/** A small linear congruential generator: the same numbers in every run, each below `below`. */
export function numbersFrom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * below)
  }
}

/** `count` intervals by ascending start: gaps of 1 to 101 s between starts, lengths of 1 to 61 s. */
export function randomIntervals(seed: number, count: number): { starts: Float64Array; ends: Float64Array } {
  const next = numbersFrom(seed)
  const starts = new Float64Array(count)
  const ends = new Float64Array(count)
  let at = Date.UTC(2026, 0, 1)
  for (let i = 0; i < count; i++) {
    at += 1000 + next(100_000)
    starts[i] = at
    ends[i] = at + 1000 + next(60_000)
  }
  return { starts, ends }
}

/** The longest that `randomIntervals` makes, ms. */
export const longestMs = 61_000
