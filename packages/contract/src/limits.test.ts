import { expect, test } from 'vitest'
import { limitMeanings } from './limit-meanings.ts'
import { type LimitName, limits } from './limits.ts'

test('every limit is a whole number and has a meaning', () => {
  for (const name of Object.keys(limits) as LimitName[]) {
    expect(Number.isSafeInteger(limits[name])).toBe(true)
    expect(limitMeanings[name]).toMatch(/\.$/)
  }
  expect(Object.keys(limitMeanings)).toEqual(Object.keys(limits))
})
