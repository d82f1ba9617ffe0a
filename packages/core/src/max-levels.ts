/**
 * Implicit tree of block maxima over a Float64Array: level 0 is the array itself, every level above holds
 * the maximum of 16 neighbours below it. It answers "the next (or previous) position whose value is above
 * x" in O(log n), which is what both stabbing queries (values = ends) and gap queries (values = gaps) need,
 * however skewed the values are. The idea of an implicit augmented tree over sorted starts is that of
 * cgranges (Heng Li, 2019); the fan-out of 16 keeps a node in two cache lines.
 */

const fanOutBits = 4
const fanOutMask = (1 << fanOutBits) - 1

export type MaxLevels = readonly Float64Array[]

/** Builds the levels above `values`; `values` is kept by reference and must not change afterwards. O(n). */
export function buildMaxLevels(values: Float64Array): MaxLevels {
  const levels: Float64Array[] = [values]
  let below = values
  while (below.length > 1) {
    const above = new Float64Array((below.length + fanOutMask) >> fanOutBits).fill(-Infinity)
    for (let i = 0; i < below.length; i++) {
      const value = below[i]!
      if (value > above[i >> fanOutBits]!) above[i >> fanOutBits] = value
    }
    levels.push(above)
    below = above
  }
  return levels
}

/** The first position in [from, to) whose value is above `threshold`, or -1. O(log n). */
export function nextAbove(levels: MaxLevels, from: number, to: number, threshold: number): number {
  if (from >= to) return -1
  const top = levels.length - 1
  let level = 0
  let at = from
  while (at << (level * fanOutBits) < to) {
    const values = levels[level]!
    if (at >= values.length) return -1
    if (values[at]! > threshold) {
      if (level === 0) return at
      level--
      at <<= fanOutBits
      continue
    }
    at++
    while ((at & fanOutMask) === 0 && level < top) {
      at >>= fanOutBits
      level++
    }
  }
  return -1
}

/** The last position in [from, to) whose value is above `threshold`, or -1. O(log n). */
export function previousAbove(levels: MaxLevels, from: number, to: number, threshold: number): number {
  if (from >= to) return -1
  const top = levels.length - 1
  let level = 0
  let at = Math.min(to, levels[0]!.length) - 1
  while (at >= 0 && (at + 1) << (level * fanOutBits) > from) {
    const values = levels[level]!
    if (values[at]! > threshold) {
      if (level === 0) return at
      level--
      at = Math.min((at << fanOutBits) + fanOutMask, levels[level]!.length - 1)
      continue
    }
    at--
    while ((at & fanOutMask) === fanOutMask && level < top && at >= 0) {
      at >>= fanOutBits
      level++
    }
  }
  return -1
}
