import { expect, it } from 'vitest'
import { isSampled } from './sample.mjs'

const mutants = Array.from({ length: 4000 }, (_, i) => ({
  file: `src/${i % 40}.ts`,
  mutatorName: 'BooleanLiteral',
  replacement: 'true',
  location: { start: { line: i, column: 1 }, end: { line: i, column: 6 } },
}))
const chosen = (seed: string, percent: number) =>
  mutants.flatMap((mutant, i) => (isSampled({ seed, percent }, mutant) ? [i] : []))

it('a sample is about as large as asked, and the same each time', () => {
  expect(chosen('1', 10).length).toBeGreaterThan(330)
  expect(chosen('1', 10).length).toBeLessThan(470)
  expect(chosen('1', 10)).toEqual(chosen('1', 10))
  expect(chosen('1', 100)).toHaveLength(mutants.length)
})

it('a larger sample of one seed holds the smaller, and another seed is another sample', () => {
  const small = chosen('1', 10)
  const large = new Set(chosen('1', 30))
  expect(small.every((i) => large.has(i))).toBe(true)
  expect(chosen('2', 10)).not.toEqual(small)
})

it('mutants that differ in the replacement alone are drawn one by one', () => {
  const [one] = mutants
  const drawn = Array.from({ length: 400 }, (_, i) =>
    isSampled({ seed: '1', percent: 50 }, { ...one!, replacement: `${i}` }),
  )
  expect(drawn.filter(Boolean).length).toBeGreaterThan(150)
  expect(drawn.filter(Boolean).length).toBeLessThan(250)
})
