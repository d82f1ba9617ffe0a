import { expect, it } from 'vitest'
import { readResults } from '../repository.ts'
import { goalsOf, isMet } from './goals.ts'
import type { ApiResults } from './result.ts'

it('every goal has a figure', () => {
  for (const goal of goalsOf(readResults<ApiResults>('api')))
    expect(goal.value, goal.text).toBeGreaterThanOrEqual(0)
})

it('a goal is met from its limit on, whichever way it points', () => {
  const goal = { id: 'P1', text: '', limit: 4, unit: '×', value: 4 } as const
  expect([true, false].map((isAtLeast) => isMet({ ...goal, isAtLeast }))).toEqual([true, true])
  expect([true, false].map((isAtLeast) => isMet({ ...goal, isAtLeast, value: 5 }))).toEqual([true, false])
})
