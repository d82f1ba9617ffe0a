import fc from 'fast-check'
import { expect, it } from 'vitest'
import { gcd, inverse, modulo } from './congruence.ts'

const positive = fc.integer({ min: 1, max: 1_000_000 })

it('modulo is never negative and differs from its value by a multiple', () => {
  fc.assert(
    fc.property(fc.integer(), positive, (value, divisor) => {
      const rest = modulo(value, divisor)
      expect(rest >= 0 && rest < divisor && Number.isInteger((value - rest) / divisor)).toBe(true)
    }),
  )
})

it('the inverse times its value is 1', () => {
  fc.assert(
    fc.property(positive, positive, (value, divisor) => {
      if (gcd(value, divisor) !== 1) return
      expect(modulo(modulo(value, divisor) * inverse(value, divisor), divisor)).toBe(divisor === 1 ? 0 : 1)
    }),
  )
})
