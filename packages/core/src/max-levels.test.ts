import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildMaxLevels, nextAbove, previousAbove } from './max-levels.ts'

/** Lengths on both sides of a block of 16 and of a block of blocks. */
const lengths = [1, 2, 15, 16, 17, 31, 255, 256, 257, 600]

/** Mostly low values, so that the search has to climb and to come down again. */
const values = fc
  .constantFrom(...lengths)
  .chain((length) =>
    fc.array(
      fc.oneof(
        { arbitrary: fc.integer({ min: 0, max: 3 }), weight: 30 },
        { arbitrary: fc.integer({ min: 4, max: 9 }), weight: 1 },
      ),
      { minLength: length, maxLength: length, size: 'max' },
    ),
  )

const question = values.chain((list) =>
  fc.record({
    list: fc.constant(list),
    from: fc.integer({ min: 0, max: list.length + 2 }),
    to: fc.integer({ min: 0, max: list.length + 2 }),
    threshold: fc.integer({ min: -1, max: 9 }),
  }),
)

function positionsAbove(list: readonly number[], from: number, to: number, threshold: number): number[] {
  return list.flatMap((value, at) => (at >= from && at < to && value > threshold ? [at] : []))
}

describe('block maxima', () => {
  it('find the first and the last position above a threshold that a scan finds, in every range', () => {
    fc.assert(
      fc.property(question, ({ list, from, to, threshold }) => {
        const levels = buildMaxLevels(Float64Array.from(list))
        const expected = positionsAbove(list, from, to, threshold)
        expect(nextAbove(levels, from, to, threshold)).toBe(expected[0] ?? -1)
        expect(previousAbove(levels, from, to, threshold)).toBe(expected.at(-1) ?? -1)
      }),
      { numRuns: 600 },
    )
  })

  it.each(lengths)(
    'find a single high value among %i wherever it stands, and nothing beside it',
    (length) => {
      for (let at = 0; at < length; at++) {
        const list = new Float64Array(length)
        list[at] = 1
        const levels = buildMaxLevels(list)
        expect([nextAbove(levels, 0, length, 0), previousAbove(levels, 0, length, 0)]).toEqual([at, at])
        expect([nextAbove(levels, at, at + 1, 0), previousAbove(levels, at, at + 1, 0)]).toEqual([at, at])
        expect([nextAbove(levels, at + 1, length, 0), previousAbove(levels, 0, at, 0)]).toEqual([-1, -1])
        expect([nextAbove(levels, 0, length, 1), previousAbove(levels, 0, length, 1)]).toEqual([-1, -1])
      }
    },
  )

  it('of no values find nothing', () => {
    const levels = buildMaxLevels(new Float64Array(0))
    expect([nextAbove(levels, 0, 1, 0), previousAbove(levels, 0, 1, 0)]).toEqual([-1, -1])
  })

  it('are one sixteenth from level to level, the last a single one', () => {
    const sizes = buildMaxLevels(new Float64Array(600)).map((level) => level.length)
    expect(sizes).toEqual([600, 38, 3, 1])
  })
})
