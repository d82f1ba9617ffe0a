import path from 'node:path'
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin'
import { isSampled } from './sample.mjs'
import { sampleOfEnvironment } from './sample-environment.mjs'

/** @typedef {import('@stryker-mutator/api/check').CheckResult} CheckResult */

const LEFT_OUT = /** @type {CheckResult} */ ({ status: 'compileError', reason: 'not in the sample' })
const PASSED = /** @type {CheckResult} */ ({ status: 'passed' })

/** Stryker starts checkers in the folder of the package. */
const packageFolder = process.cwd()

/**
 * Lets only the sample run. A checker can say of a mutant that it does not compile and nothing else, so that is what
 * Stryker's own report calls the rest; `score.mjs` leaves them out by the same rule.
 */
class SampleChecker {
  sample = sampleOfEnvironment()

  async init() {}

  /**
   * @param {import('@stryker-mutator/api/core').Mutant[]} mutants
   * @returns {Promise<Record<string, CheckResult>>}
   */
  async check(mutants) {
    return Object.fromEntries(mutants.map((mutant) => [mutant.id, this.#verdict(mutant)]))
  }

  /** @param {import('@stryker-mutator/api/core').Mutant} mutant */
  #verdict({ fileName, mutatorName, replacement, location }) {
    const file = path.relative(packageFolder, fileName).split(path.sep).join('/')
    const inReport = { start: fromOne(location.start), end: fromOne(location.end) }
    return isSampled(this.sample, { file, mutatorName, replacement, location: inReport }) ? PASSED : LEFT_OUT
  }
}

/** Stryker counts from 0 inside and from 1 in its report. @param {import('./sample.mjs').Position} position */
function fromOne({ line, column }) {
  return { line: line + 1, column: column + 1 }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.Checker, 'sample', SampleChecker)]
