import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ClassBits, SortedClasses } from './sorted-classes.ts'

const cycles = fc.integer({ min: 1, max: 300 }).chain((cycle) =>
  fc.record({
    cycle: fc.constant(cycle),
    classes: fc.uniqueArray(fc.nat(cycle - 1), { minLength: 1, maxLength: 40 }),
    questions: fc.array(fc.nat(cycle - 1), { minLength: 1, maxLength: 20 }),
  }),
)

it('the nearest class on either side is the one found by looking at each, as a list and as bits', () => {
  fc.assert(
    fc.property(cycles, ({ cycle, classes, questions }) => {
      const around = [-1, 0, 1]
        .flatMap((turn) => classes.map((at) => at + turn * cycle))
        .sort((a, b) => a - b)
      const list = new SortedClasses(Int32Array.from(classes), cycle)
      const bits = new ClassBits(Int32Array.from(classes), cycle)
      for (const from of [...questions, ...questions.flatMap((at) => [at, Math.min(at + 1, cycle - 1)])]) {
        const next = around.find((at) => at >= from)
        const previous = around.findLast((at) => at <= from)
        expect([list.next(from), bits.next(from)]).toEqual([next, next])
        expect([list.previous(from), bits.previous(from)]).toEqual([previous, previous])
      }
    }),
  )
})
