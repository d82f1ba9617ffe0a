import { createHash } from 'node:crypto'

/**
 * @typedef {object} Sample
 * @property {string} seed chooses which mutants
 * @property {number} percent of all mutants, above 0, at most 100
 */

/** @typedef {{ line: number, column: number }} Position */

/**
 * What tells one mutant from all others, whatever the order in which they are made.
 *
 * @typedef {object} MutantName
 * @property {string} file relative to the package, with slashes
 * @property {string} mutatorName
 * @property {string | undefined} [replacement]
 * @property {{ start: Position, end: Position }} location
 */

/**
 * Whether a mutant belongs to the sample. The hash of its own name decides, so every mutant has the same chance, and a
 * larger percentage with the same seed holds the smaller one.
 *
 * @param {Sample} sample
 * @param {MutantName} mutant
 * @returns {boolean}
 */
export function isSampled({ seed, percent }, { file, mutatorName, replacement = '', location }) {
  const { start, end } = location
  const name = [seed, file, start.line, start.column, end.line, end.column, mutatorName, replacement]
  const hash = createHash('sha256').update(JSON.stringify(name)).digest()
  return (hash.readUInt32BE(0) / 2 ** 32) * 100 < percent
}
