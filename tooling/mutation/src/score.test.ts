import { expect, it } from 'vitest'
import { scoreOf } from './score.mjs'

const mutant = (status: string, line: number, column = 1) => ({
  status,
  mutatorName: 'BooleanLiteral',
  replacement: 'true',
  location: { start: { line, column }, end: { line, column: column + 4 } },
})
const all = { seed: '1', percent: 100 }

it('counts by file, leaves out what has no verdict, and names what no test noticed', () => {
  const files = {
    'src/b.ts': { mutants: [mutant('NoCoverage', 3)] },
    'src/a.ts': {
      mutants: [
        mutant('Killed', 1),
        mutant('Timeout', 2),
        mutant('Survived', 7, 5),
        mutant('Ignored', 8),
        mutant('CompileError', 9),
      ],
    },
  }
  expect(scoreOf({ files }, all, 5)).toMatchObject({
    mutants: 5,
    sampled: 4,
    score: 50,
    counts: { killed: 1, timeout: 1, survived: 1, noCoverage: 1 },
    byFile: {
      'src/a.ts': { killed: 1, timeout: 1, survived: 1, noCoverage: 0 },
      'src/b.ts': { killed: 0, timeout: 0, survived: 0, noCoverage: 1 },
    },
    unnoticed: ['src/a.ts:7:5 BooleanLiteral: true', 'src/b.ts:3:1 BooleanLiteral: true'],
  })
})

it('what has a verdict but is not in the sample does not count', () => {
  const mutants = Array.from({ length: 1000 }, (_, i) => mutant(i < 500 ? 'Killed' : 'NoCoverage', i))
  const { sampled, score } = scoreOf(
    { files: { 'src/a.ts': { mutants } } },
    { seed: '1', percent: 40 },
    mutants.length,
  )
  expect(sampled).toBeLessThan(480)
  expect(Math.abs(score - 50)).toBeLessThan(10)
})

it('the interval is that of Wilson for a small part, and closes when all mutants ran', () => {
  const mutants = [
    ...Array.from({ length: 90 }, (_, i) => mutant('Killed', i)),
    ...Array.from({ length: 10 }, (_, i) => mutant('Survived', 100 + i)),
  ]
  const files = { 'src/a.ts': { mutants } }
  expect(scoreOf({ files }, all, mutants.length).interval).toEqual([90, 90])
  expect(scoreOf({ files }, all, 1_000_100).interval).toEqual([82.6, 94.5])
})

it('no mutants at all are a full score of which nothing is known', () => {
  expect(scoreOf({ files: {} }, all, 0)).toMatchObject({ score: 100, interval: [0, 100], sampled: 0 })
})
