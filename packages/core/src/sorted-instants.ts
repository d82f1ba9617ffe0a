/** Ascending lists of instants or walls in typed arrays. */

function lowerBound(sorted: Float64Array, value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] as number) < value) low = middle + 1
    else high = middle
  }
  return low
}

/** Whether an ascending list holds a value. */
export function includes(sorted: Float64Array, value: number): boolean {
  return sorted[lowerBound(sorted, value)] === value
}

/** Sorts the first `length` values in place, drops repeated ones and returns how many are left. */
export function sortUnique(values: Float64Array, length: number): number {
  values.subarray(0, length).sort()
  let n = 0
  for (let i = 0; i < length; i++) {
    if (i === 0 || values[i] !== values[i - 1]) values[n++] = values[i] as number
  }
  return n
}

/** An ascending list without the values of another. */
export function without(sorted: Float64Array, excluded: Float64Array): Float64Array {
  if (excluded.length === 0) return sorted
  let n = 0
  let e = 0
  for (let i = 0; i < sorted.length; i++) {
    const value = sorted[i] as number
    while (e < excluded.length && (excluded[e] as number) < value) e++
    if (excluded[e] !== value) sorted[n++] = value
  }
  return sorted.subarray(0, n)
}
