/**
 * A number, 0 inclusive to 1 exclusive, that looks random and follows from its arguments: the same iteration of two
 * runs does the same.
 *
 * @param index of the iteration
 * @param choice which of its choices it is for
 */
export function roll(index: number, choice: number): number {
  let mixed = Math.imul(index ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(choice + 1, 0xc2b2ae35)
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x7feb352d)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b)
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32
}
