import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin'
import { isDrawn } from './sample.mjs'
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
    const verdict = (/** @type {import('@stryker-mutator/api/core').Mutant} */ mutant) =>
      isDrawn(this.sample, packageFolder, mutant) ? PASSED : LEFT_OUT
    return Object.fromEntries(mutants.map((mutant) => [mutant.id, verdict(mutant)]))
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.Checker, 'sample', SampleChecker)]
