import { readFileSync } from 'node:fs'

/**
 * Counts what Vitest's JSON report says. A file that failed without a failed test in it (it did not load, or a hook
 * threw) counts as one failure; so does a report that is not there.
 *
 * @param {string} file
 * @returns {{ passed: number, failed: number, skipped: string[] }} skipped tests by their full names
 */
export function readTestReport(file) {
  /** @type {{ testResults: { name: string, status: string, assertionResults: { status: string, fullName: string }[] }[] }} */
  let report
  try {
    report = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return { passed: 0, failed: 1, skipped: [] }
  }
  let passed = 0
  let failed = 0
  /** @type {string[]} */
  const skipped = []
  for (const { status, assertionResults } of report.testResults) {
    const failures = assertionResults.filter((test) => test.status === 'failed').length
    passed += assertionResults.filter((test) => test.status === 'passed').length
    failed += status === 'failed' ? Math.max(failures, 1) : failures
    for (const test of assertionResults) {
      if (test.status !== 'failed' && test.status !== 'passed') skipped.push(test.fullName)
    }
  }
  return { passed, failed, skipped }
}
