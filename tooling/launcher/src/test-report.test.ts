import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readTestReport } from '../bin/test-report.mjs'

const folder = mkdtempSync(path.join(os.tmpdir(), 'report-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('tests are counted, and the skipped ones named', () => {
  const report = write([
    { status: 'passed', tests: ['passed', 'passed', 'skipped'] },
    { status: 'failed', tests: ['passed', 'failed', 'failed', 'todo'] },
  ])
  expect(readTestReport(report)).toEqual({ passed: 3, failed: 2, skipped: ['test 2', 'test 3'] })
})

test('a file that did not load counts as a failure, though no test in it failed', () => {
  expect(readTestReport(write([{ status: 'failed', tests: [] }]))).toEqual({
    passed: 0,
    failed: 1,
    skipped: [],
  })
})

test('a report that is missing or broken counts as a failure', () => {
  expect(readTestReport(path.join(folder, 'none.json'))).toEqual({ passed: 0, failed: 1, skipped: [] })
})

function write(files: { status: string; tests: string[] }[]): string {
  const file = path.join(folder, 'report.json')
  const testResults = files.map(({ status, tests }) => ({
    name: 'x.test.ts',
    status,
    assertionResults: tests.map((each, index) => ({ status: each, fullName: `test ${index}` })),
  }))
  writeFileSync(file, JSON.stringify({ testResults }))
  return file
}
