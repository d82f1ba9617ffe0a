import { describe, expect, test } from 'vitest'
import { PlanError, readPlan } from './command-line.ts'

const known = ['R1', 'R2', 'R10']
const read = (...args: string[]) => readPlan(args, known, 7)

describe('npm run chaos', () => {
  test('without arguments: everything, quick, with a seed of its own', () => {
    expect(read()).toEqual({
      size: 'quick',
      ids: known,
      seed: 7,
      minutes: null,
      lanes: 2,
      isSharedMachine: false,
    })
  })

  test('with names, size, seed and minutes: just that, in the order of the list, one after the other', () => {
    expect(read('r10', '--full', 'R1', '--seed', '42', '--minutes', '5')).toEqual({
      size: 'full',
      ids: ['R1', 'R10'],
      seed: 42,
      minutes: 5,
      lanes: 1,
      isSharedMachine: false,
    })
  })

  test('on a machine that others work on too, if it is said', () => {
    expect(read('--shared-machine').isSharedMachine).toBe(true)
  })

  test('as many at once as are asked for', () => {
    expect(read('--full', '--lanes', '3').lanes).toBe(3)
  })

  test.for([
    ['R3'],
    ['--fast'],
    ['--seed', 'x'],
    ['--seed', '-1'],
    ['--seed', '4294967296'],
    ['--minutes', '0'],
    ['--lanes', '9'],
  ])('%j is refused with a sentence that shows how it is used', (args) => {
    expect(() => read(...args)).toThrow(PlanError)
    expect(() => read(...args)).toThrow('npm run chaos')
  })
})
