import { expect, test } from 'vitest'
import { randomFrom } from './random.ts'

const draw = (seed: number, label: string) => {
  const random = randomFrom(seed).fork(label)
  return Array.from({ length: 5 }, () => random.below(1_000_000))
}

test('one seed gives the same numbers again, another one others, and so do labels', () => {
  expect(draw(7, 'R1')).toEqual(draw(7, 'R1'))
  expect(draw(7, 'R1')).not.toEqual(draw(8, 'R1'))
  expect(draw(7, 'R1')).not.toEqual(draw(7, 'R2'))
})

test('numbers stay within their bounds and reach both ends', () => {
  const random = randomFrom(1)
  const drawn = new Set(Array.from({ length: 1_000 }, () => random.between(3, 6)))
  expect([...drawn].sort()).toEqual([3, 4, 5, 6])
})
