/** @typedef {import('./sample.mjs').Sample} Sample */

/**
 * How the sample reaches the process of the checker.
 *
 * @param {Sample} sample
 * @returns {Record<string, string>}
 */
export function environmentOfSample({ seed, percent }) {
  return { MUTATION_SEED: seed, MUTATION_PERCENT: String(percent) }
}

/** @returns {Sample} every mutant where nothing is set */
export function sampleOfEnvironment() {
  return { seed: process.env.MUTATION_SEED ?? '', percent: Number(process.env.MUTATION_PERCENT ?? 100) }
}
