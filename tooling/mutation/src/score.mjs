import { isSampled } from './sample.mjs'

/** @typedef {import('./sample.mjs').Sample} Sample */
/** @typedef {{ killed: number, timeout: number, survived: number, noCoverage: number }} Counts */
/** @typedef {Omit<import('./sample.mjs').MutantName, 'file'> & { status: string }} ReportedMutant */

/**
 * The part of Stryker's report that is read here.
 *
 * @typedef {object} Report
 * @property {Record<string, { mutants: ReportedMutant[] }>} files
 */

/**
 * @typedef {object} Score
 * @property {number} mutants all that there are, in the sample or not
 * @property {number} sampled those with a verdict
 * @property {Counts} counts
 * @property {number} score percent of the sampled that a test noticed; 100 where there are none
 * @property {[number, number]} interval 95 % interval of the score that all mutants would have, in percent
 * @property {Record<string, Counts>} byFile
 * @property {string[]} unnoticed `file:line:column mutator: replacement` of each that no test noticed
 */

/** @type {Record<string, keyof Counts>} */
const VERDICTS = { Killed: 'killed', Timeout: 'timeout', Survived: 'survived', NoCoverage: 'noCoverage' }
/** Two-sided 95 % of the normal distribution. */
const Z = 1.96
const REPLACEMENT_LENGTH_MAX = 80

/**
 * The score of a run. A mutant that a comment excludes with its reason, or that breaks the test runner itself, has no
 * verdict.
 *
 * @param {Report} report
 * @param {Sample} sample the one that the run had
 * @param {number} mutants all that there are, in the report or not
 * @returns {Score}
 */
export function scoreOf(report, sample, mutants) {
  const counts = noCounts()
  /** @type {Record<string, Counts>} */
  const byFile = {}
  /** @type {string[]} */
  const unnoticed = []
  for (const [file, { mutants: ofFile }] of Object.entries(report.files).sort()) {
    const fileCounts = noCounts()
    byFile[file] = fileCounts
    for (const mutant of ofFile) {
      const verdict = VERDICTS[mutant.status]
      if (verdict === undefined || !isSampled(sample, { ...mutant, file })) continue
      counts[verdict]++
      fileCounts[verdict]++
      if (verdict === 'survived' || verdict === 'noCoverage') unnoticed.push(describe(file, mutant))
    }
  }
  const noticed = counts.killed + counts.timeout
  const sampled = noticed + counts.survived + counts.noCoverage
  const interval = wilsonInterval(noticed, sampled, mutants)
  return { mutants, sampled, counts, score: toPercent(noticed, sampled), interval, byFile, unnoticed }
}

/** @returns {Counts} */
function noCounts() {
  return { killed: 0, timeout: 0, survived: 0, noCoverage: 0 }
}

/** @param {string} file @param {ReportedMutant} mutant */
function describe(file, { location, mutatorName, replacement = '' }) {
  const text = replacement.replace(/\s+/g, ' ').slice(0, REPLACEMENT_LENGTH_MAX)
  return `${file}:${location.start.line}:${location.start.column} ${mutatorName}: ${text}`
}

/**
 * Wilson's score interval with the correction for a finite population, so that it closes when all have been drawn.
 *
 * @param {number} noticed
 * @param {number} sampled
 * @param {number} mutants
 * @returns {[number, number]} percent
 */
function wilsonInterval(noticed, sampled, mutants) {
  if (sampled === 0) return [0, 100]
  const share = noticed / sampled
  if (sampled >= mutants) return [toPercent(noticed, sampled), toPercent(noticed, sampled)]
  const draws = (sampled * (mutants - 1)) / (mutants - sampled)
  const middle = (share + Z ** 2 / (2 * draws)) / (1 + Z ** 2 / draws)
  const half =
    (Z / (1 + Z ** 2 / draws)) * Math.sqrt((share * (1 - share)) / draws + Z ** 2 / (4 * draws ** 2))
  return [toPercent(Math.max(0, middle - half), 1), toPercent(Math.min(1, middle + half), 1)]
}

/** @param {number} part @param {number} whole @returns {number} one digit after the point */
function toPercent(part, whole) {
  return whole === 0 ? 100 : Math.round((part / whole) * 1000) / 10
}
