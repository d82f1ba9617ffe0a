import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Instrumenter } from '@stryker-mutator/instrumenter'
import { isDrawn } from './sample.mjs'

/** @typedef {import('./sample.mjs').Sample} Sample */

const says = () => {}
const silent = /** @type {import('@stryker-mutator/api/logging').Logger} */ ({
  ...{ isTraceEnabled: () => false, isDebugEnabled: () => false, isInfoEnabled: () => false },
  ...{ isWarnEnabled: () => false, isErrorEnabled: () => false, isFatalEnabled: () => false },
  ...{ trace: says, debug: says, info: says, warn: says, error: says, fatal: says },
})

/**
 * Which mutants there are, and where those of the sample stand. Stryker writes every mutant it is told of into one text,
 * behind a question each time it is passed: code with all of them in it is ten times as slow as code with the sample.
 *
 * @param {Sample} sample
 * @param {string} folder of the package
 * @param {string[]} files in it
 * @returns {Promise<{ mutants: number, ranges: string[] }>} how many there are, sampled or not; a range for Stryker's
 * option `mutate` for each of the sample
 */
export async function drawSample(sample, folder, files) {
  const sources = files.map((file) => {
    const name = path.join(folder, file)
    return { name, mutate: true, content: readFileSync(name, 'utf8') }
  })
  const options = { plugins: null, excludedMutations: [], ignorers: [] }
  const { mutants } = await new Instrumenter(silent).instrument(sources, options)
  const meant = mutants.filter(({ status }) => status !== 'Ignored')
  const drawn = meant.filter((mutant) => isDrawn(sample, folder, mutant))
  return { mutants: meant.length, ranges: drawn.map((mutant) => rangeOf(folder, mutant)) }
}

/** Lines count from 1 there and columns from 0. @param {string} folder @param {import('@stryker-mutator/api/core').Mutant} mutant */
function rangeOf(folder, { fileName, location: { start, end } }) {
  return `${path.relative(folder, fileName)}:${start.line + 1}:${start.column}-${end.line + 1}:${end.column}`
}
