import { parseArgs } from 'node:util'

/**
 * @typedef {object} Options
 * @property {string[]} files relative to packages/core; none are all
 * @property {string | undefined} since a ref: only the files changed since then
 * @property {import('./sample.mjs').Sample} sample
 * @property {boolean} record write down what was found
 */

const SEED_DEFAULT = '5545'

/**
 * Reads the command line.
 *
 * @param {string[]} args
 * @returns {Options}
 * @throws {Error} with a sentence for the person
 */
export function readOptions(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      sample: { type: 'string', default: '100' },
      seed: { type: 'string', default: SEED_DEFAULT },
      since: { type: 'string' },
      record: { type: 'boolean', default: false },
    },
  })
  const percent = Number(values.sample)
  if (!(percent > 0 && percent <= 100)) {
    throw new Error(`--sample is a percentage above 0 and at most 100, and it is "${values.sample}".`)
  }
  if (!/^\w+$/.test(values.seed)) throw new Error(`--seed is letters and digits, and it is "${values.seed}".`)
  if (values.since !== undefined && positionals.length > 0) {
    throw new Error('Name files or --since, not both.')
  }
  if (values.record && (values.since !== undefined || positionals.length > 0)) {
    throw new Error('--record writes down the score of all files, and some were chosen.')
  }
  const files = positionals.map((file) => file.replace(/^packages\/core\//, ''))
  return { files, since: values.since, sample: { seed: values.seed, percent }, record: values.record }
}
