import { expect, it } from 'vitest'
import { coreMarkdown } from './markdown.ts'
import { corePicture } from './picture.ts'
import type { CoreResults, Outcome } from './result.ts'

const measured = (ns: number, ratio: number, isRight = true): Outcome => ({
  kind: 'measured',
  ns,
  nsLeast: ns,
  nsMost: ns,
  ratio,
  isRight,
})

const results: CoreResults = {
  commit: 'abc1234',
  date: '2026-01-05',
  machine: { cpu: 'a CPU', cores: 2, memoryGiB: 8, os: 'an OS', node: 'v20.19.0' },
  versions: { rrule: '2.8.1' },
  recurrence: [
    {
      group: 'a group',
      label: 'a case',
      unit: 'call',
      isKey: true,
      outcomes: {
        '@booking/core': measured(20, 1),
        rrule: measured(10, 0.5),
        'rrule-temporal': measured(5, 0.25, false),
        'rrule-rust': { kind: 'late', deadlineS: 3 },
        'ical.js': { kind: 'error', message: 'no' },
      },
    },
  ],
  conflicts: [],
}

it('who is ahead of us stays in the table, and is marked', () => {
  expect(coreMarkdown(results)).toContain('| a case, per call | 20 ns | 10 ns (0.5 ×) **faster** |')
})

it('who is wrong is not faster', () => {
  expect(coreMarkdown(results)).toContain('5.0 ns (0.3 ×) **wrong** |')
})

it('who does not come back, and who throws, has a cell that says so', () => {
  expect(coreMarkdown(results)).toContain('| not in 3 s | throws |')
})

it('the picture says all of that as well', () => {
  const picture = corePicture(results)
  expect(picture).toContain('>5.0 ns, 0.3 ×, wrong<')
  expect(picture).toContain('>not in 3 s<')
  expect(picture).toContain('>throws<')
})
