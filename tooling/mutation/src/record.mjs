import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { withFigures } from './readme-table.mjs'

/**
 * What a run found, with all that is needed to find it again.
 *
 * @typedef {object} Result
 * @property {string} commit with `+` behind it where the work tree differed
 * @property {string} date yyyy-mm-dd
 * @property {{ node: string, cpu: string, cores: number }} machine
 * @property {string} command
 * @property {import('./sample.mjs').Sample} sample
 * @property {{ branches: Coverage, lines: Coverage }} coverage
 * @property {import('./score.mjs').Score} score
 */

/** @typedef {import('./branch-coverage.mjs').Coverage} Coverage */

/**
 * Writes the result as JSON and its figures into the README.
 *
 * @param {{ json: string, readme: string }} files
 * @param {Pick<Result, 'sample' | 'coverage' | 'score'>} found
 */
export function record({ json, readme }, { sample, coverage, score }) {
  /** @type {Result} */
  const result = {
    commit: commit(),
    date: new Date().toISOString().slice(0, 10),
    machine: {
      node: process.version,
      cpu: os.cpus()[0]?.model ?? 'unknown',
      cores: os.availableParallelism(),
    },
    command: `npm run mutation -- --sample ${sample.percent} --seed ${sample.seed} --record`,
    sample,
    coverage,
    score,
  }
  mkdirSync(path.dirname(json), { recursive: true })
  writeFileSync(json, `${JSON.stringify(result, null, 2)}\n`)
  writeFileSync(readme, withFigures(readFileSync(readme, 'utf8'), result))
}

function commit() {
  /** @param {string[]} args */
  const git = (...args) => execFileSync('git', args, { cwd: import.meta.dirname, encoding: 'utf8' }).trim()
  const changed = git('status', '--porcelain', '--', '../../../packages/core/src') !== ''
  return `${git('rev-parse', '--short', 'HEAD')}${changed ? '+' : ''}`
}
