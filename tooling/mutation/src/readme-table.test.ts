import { expect, it } from 'vitest'
import { withFigures } from './readme-table.mjs'

const coverage = { covered: 97, total: 100, percent: 97 }
const result = {
  commit: 'abc1234',
  date: '2026-01-05',
  machine: { node: 'v20.19.0', cpu: 'a processor', cores: 2 },
  command: 'npm run mutation',
  sample: { seed: '5545', percent: 10 },
  coverage: { branches: coverage, lines: coverage },
  score: {
    mutants: 8000,
    sampled: 800,
    counts: { killed: 700, timeout: 10, survived: 80, noCoverage: 10 },
    score: 88.8,
    interval: [86.5, 90.7] as [number, number],
    byFile: {},
    unnoticed: [],
  },
}
const readme = '# Core\n\n<!-- mutation: begin -->\nold\n<!-- mutation: end -->\n\nThe rest.\n'

it('the figures stand between the markers, and nothing else changes', () => {
  const written = withFigures(readme, result)
  expect(written).toMatch(/^# Core\n\n<!-- mutation: begin -->\n\n\| measure/)
  expect(written).toMatch(/\n\n<!-- mutation: end -->\n\nThe rest\.\n$/)
  expect(written).toContain('| 88.8 % (95 % interval 86.5 to 90.7 %) | 800 of 8,000 mutants, seed 5545 |')
  expect(written).toContain('| 97 % | 100 branches |')
  expect(written).not.toContain('old')
  expect(withFigures(written, result)).toBe(written)
})

it('a README without markers is refused', () => {
  expect(() => withFigures('# Core\n', result)).toThrow('markers')
})
