import { createHash } from 'node:crypto'
import path from 'node:path'

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

/**
 * The same of a mutant as Stryker knows it while it works: by its absolute file, its lines and columns counted from 0.
 *
 * @param {Sample} sample
 * @param {string} folder of the package
 * @param {Pick<import('@stryker-mutator/api/core').Mutant, 'fileName' | 'mutatorName' | 'replacement' | 'location'>} mutant
 * @returns {boolean}
 */
export function isDrawn(sample, folder, { fileName, mutatorName, replacement, location }) {
  const file = path.relative(folder, fileName).split(path.sep).join('/')
  const inReport = { start: fromOne(location.start), end: fromOne(location.end) }
  return isSampled(sample, { file, mutatorName, replacement, location: inReport })
}

/** Stryker counts from 0 inside and from 1 in its report. @param {Position} position */
function fromOne({ line, column }) {
  return { line: line + 1, column: column + 1 }
}
