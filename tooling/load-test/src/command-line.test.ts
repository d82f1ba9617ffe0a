import { expect, it } from 'vitest'
import { readPlan } from './command-line.ts'
import { secondsOf } from './profiles.ts'
import { Refusal } from './refusal.ts'

it('the hour is run when no profile is named', () => {
  expect(readPlan([]).profile.name).toBe('full')
})

it('a profile takes its options', () => {
  const { profile, isKept } = readPlan(['soak', '--rate', '50', '--minutes', '3', '--keep'])
  expect([profile.name, secondsOf(profile), profile.stages[0]?.target, isKept]).toEqual([
    'soak',
    180,
    50,
    true,
  ])
})

it.each([
  [['night']],
  [['full', 'short']],
  [['soak', '--rate', 'fast']],
  [['full', '--rate', '5']],
  [['--what']],
])('%j is refused with how to call it', (args) => {
  expect(() => readPlan(args)).toThrow(Refusal)
  expect(() => readPlan(args)).toThrow('npm run load-test [-- profile] [options]')
})
