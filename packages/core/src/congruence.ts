/** Arithmetic on residues. All arguments are integers whose products stay below 2^53. */

/** Remainder that is never negative: in [0, divisor). */
export function modulo(value: number, divisor: number): number {
  const r = value % divisor
  return r < 0 ? r + divisor : r
}

/** `modulo` of 32-bit integers, which processors divide many times faster than doubles. */
export function moduloInt(value: number, divisor: number): number {
  const r = (value | 0) % (divisor | 0)
  return r < 0 ? r + divisor : r
}

/** Greatest common divisor of two non-negative integers. */
export function gcd(a: number, b: number): number {
  let x = a
  let y = b
  while (y !== 0) {
    const rest = x % y
    x = y
    y = rest
  }
  return x
}

/** The x in [0, divisor) with value * x = 1 (mod divisor); value and divisor must be coprime. */
export function inverse(value: number, divisor: number): number {
  let [r0, r1] = [divisor, modulo(value, divisor)]
  let [x0, x1] = [0, 1]
  while (r1 > 1) {
    const quotient = Math.floor(r0 / r1)
    const r2 = r0 - quotient * r1
    const x2 = x0 - quotient * x1
    r0 = r1
    r1 = r2
    x0 = x1
    x1 = x2
  }
  return divisor === 1 ? 0 : modulo(x1, divisor)
}
