/** @typedef {import('./record.mjs').Result} Result */

const BEGIN = '<!-- mutation: begin -->'
const END = '<!-- mutation: end -->'

/**
 * A README with the figures of a result between its two markers.
 *
 * @param {string} readme
 * @param {Result} result
 * @returns {string}
 * @throws {Error} where a marker is missing
 */
export function withFigures(readme, result) {
  const begin = readme.indexOf(BEGIN)
  const end = readme.indexOf(END)
  if (begin < 0 || end < begin) throw new Error(`The README lacks the markers ${BEGIN} and ${END}.`)
  return `${readme.slice(0, begin + BEGIN.length)}\n\n${table(result)}\n\n${readme.slice(end)}`
}

/** @param {Result} result */
function table({ score, sample, coverage, commit, date }) {
  const { mutants, sampled, counts, interval } = score
  const { branches } = coverage
  const isWhole = sampled === mutants
  const of = isWhole
    ? `all ${count(mutants)} mutants`
    : `${count(sampled)} of ${count(mutants)} mutants, seed ${sample.seed}`
  const range = isWhole ? '' : ` (95 % interval ${interval[0]} to ${interval[1]} %)`
  const verdicts = [counts.killed, counts.timeout, counts.survived, counts.noCoverage].map(count)
  return [
    '| measure | figure | of |',
    '| --- | --- | --- |',
    `| mutation score | ${score.score} %${range} | ${of} |`,
    `| killed, stopped, survived, not covered | ${verdicts.join(', ')} | the same mutants |`,
    `| branch coverage | ${branches.percent} % | ${count(branches.total)} branches |`,
    '',
    `Measured at ${commit} on ${date}.`,
  ].join('\n')
}

/** @param {number} value */
function count(value) {
  return value.toLocaleString('en-US')
}
