import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { runNode } from './run-node.mjs'

/** @typedef {{ covered: number, total: number, percent: number }} Coverage */

/**
 * Runs the tests of a package once and counts the branches that they take.
 *
 * @param {string} folder of the package
 * @param {string} configFile of Vitest
 * @returns {Promise<{ branches: Coverage, lines: Coverage }>}
 * @throws {Error} where a test fails
 */
export async function measureCoverage(folder, configFile) {
  const output = mkdtempSync(path.join(os.tmpdir(), 'coverage-'))
  try {
    const args = ['run', '--config', configFile, '--coverage', `--coverage.reportsDirectory=${output}`]
    const code = await runNode('vitest', 'vitest.mjs', args, { folder })
    if (code !== 0) throw new Error('A test failed, so there is no coverage to tell.')
    const { total } = JSON.parse(readFileSync(path.join(output, 'coverage-summary.json'), 'utf8'))
    return { branches: coverage(total.branches), lines: coverage(total.lines) }
  } finally {
    rmSync(output, { recursive: true, force: true })
  }
}

/** @param {{ covered: number, total: number, pct: number }} summary @returns {Coverage} */
function coverage({ covered, total, pct }) {
  return { covered, total, percent: pct }
}
