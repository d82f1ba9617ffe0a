import { expect, it } from 'vitest'
import { readOptions } from './options.mjs'

it('without arguments all mutants of all files run, and nothing is recorded', () => {
  expect(readOptions([])).toEqual({
    files: [],
    since: undefined,
    sample: { seed: '5545', percent: 100 },
    record: false,
  })
})

it('files may be named from the root or from the package', () => {
  expect(readOptions(['packages/core/src/wall.ts', 'src/zone.ts']).files).toEqual([
    'src/wall.ts',
    'src/zone.ts',
  ])
})

it('a sample has a percentage and a seed', () => {
  expect(readOptions(['--sample', '7.5', '--seed', '42', '--record'])).toMatchObject({
    sample: { seed: '42', percent: 7.5 },
    record: true,
  })
})

it.each([
  [['--sample', '0'], '--sample'],
  [['--sample', '101'], '--sample'],
  [['--sample', 'many'], '--sample'],
  [['--seed', '../x'], '--seed'],
  [['--since', 'main', 'src/wall.ts'], '--since'],
  [['--record', 'src/wall.ts'], '--record'],
  [['--record', '--since', 'main'], '--record'],
])('%j is refused, and %s named', (args, named) => {
  expect(() => readOptions(args)).toThrow(named)
})
