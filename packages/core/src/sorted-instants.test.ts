import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { includes, sortUnique, without } from './sorted-instants.ts'

const numbers = fc.array(fc.integer({ min: -8, max: 30 }), { maxLength: 20, size: 'max' })
const ascending = (list: Iterable<number>): number[] => [...new Set(list)].sort((a, b) => a - b)

describe('ascending lists', () => {
  it('hold exactly their values', () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: -10, max: 32 }), (list, value) => {
        expect(includes(Float64Array.from(ascending(list)), value)).toBe(list.includes(value))
      }),
    )
  })

  it('are sorted in place and rid of repeated values, and what lies past the length stays', () => {
    fc.assert(
      fc.property(numbers, numbers, (list, rest) => {
        const values = Float64Array.from([...list, ...rest])
        const length = sortUnique(values, list.length)
        expect([...values.subarray(0, length)]).toEqual(ascending(list))
        expect([...values.subarray(list.length)]).toEqual(rest)
      }),
    )
  })

  it('lose what another holds and keep the rest, repeated values included', () => {
    fc.assert(
      fc.property(numbers, numbers, (list, excluded) => {
        const sorted = [...list].sort((a, b) => a - b)
        const left = without(Float64Array.from(sorted), Float64Array.from(ascending(excluded)))
        expect([...left]).toEqual(sorted.filter((value) => !excluded.includes(value)))
      }),
    )
  })
})
