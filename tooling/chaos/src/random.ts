/** Numbers that are the same for the same seed, on every machine. */
export interface Random {
  /** From 0 up to, but not including, 1. */
  readonly next: () => number
  /** A whole number from 0 to `bound - 1`. */
  readonly below: (bound: number) => number
  /** A whole number of both ends. */
  readonly between: (min: number, max: number) => number
  readonly pick: <Item>(items: readonly Item[]) => Item
  /** Numbers of their own for a part of the run, so that parts that run at once do not disturb each other. */
  readonly fork: (label: string) => Random
}

/** FNV-1a over the label, from the seed on. */
const mixed = (seed: number, label: string): number => {
  let hash = (seed ^ 0x811c9dc5) >>> 0
  for (const char of label) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193) >>> 0
  return hash
}

/** Mulberry32. @param seed a whole number from 0 to 2^32 - 1 */
export const randomFrom = (seed: number): Random => {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mix = Math.imul(state ^ (state >>> 15), state | 1)
    mix ^= mix + Math.imul(mix ^ (mix >>> 7), mix | 61)
    return ((mix ^ (mix >>> 14)) >>> 0) / 0x1_0000_0000
  }
  const below = (bound: number) => Math.floor(next() * bound)
  return {
    next,
    below,
    between: (min, max) => min + below(max - min + 1),
    pick: (items) => items[below(items.length)]!,
    fork: (label) => randomFrom(mixed(seed, label)),
  }
}
