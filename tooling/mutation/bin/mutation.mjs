import { readFileSync } from 'node:fs'
import path from 'node:path'
import { measureCoverage } from '../src/branch-coverage.mjs'
import { changedSources } from '../src/changed-sources.mjs'
import { isCoreSource, listCoreSources } from '../src/core-sources.mjs'
import { drawSample } from '../src/draw-sample.mjs'
import { readOptions } from '../src/options.mjs'
import { record } from '../src/record.mjs'
import { runNode } from '../src/run-node.mjs'
import { environmentOfSample } from '../src/sample-environment.mjs'
import { scoreOf } from '../src/score.mjs'

/** Percent; a lower score fails. */
const SCORE_MIN = 85

const here = path.resolve(import.meta.dirname, '..')
const core = path.resolve(here, '../../packages/core')

async function main() {
  const { files, since, sample, record: shallRecord } = readOptions(process.argv.slice(2))
  const chosen = since === undefined ? files : changedSources(since, core).filter(isCoreSource)
  if (since !== undefined && chosen.length === 0) {
    console.log(`No source of the core has changed since ${since}.`)
    return 0
  }
  const { mutants, ranges } = await drawSample(
    sample,
    core,
    chosen.length > 0 ? chosen : listCoreSources(core),
  )
  console.log(`${ranges.length} of ${mutants} mutants.`)
  await stryker(ranges, sample)
  const score = scoreOf(readReport(chosen), sample, mutants)
  print(score)
  if (shallRecord) {
    const coverage = await measureCoverage(core, path.join(here, 'vitest.config.ts'))
    const to = { json: path.join(here, 'results/core.json'), readme: path.join(core, 'README.md') }
    record(to, { sample, coverage, score })
  }
  return score.score >= SCORE_MIN ? 0 : 1
}

/** @param {string[]} mutate ranges @param {import('../src/sample.mjs').Sample} sample */
async function stryker(mutate, sample) {
  const incrementalFile = `reports/mutation/incremental-${sample.seed}-${sample.percent}.json`
  const code = await runNode(
    '@stryker-mutator/core',
    'bin/stryker.js',
    [
      'run',
      path.join(here, 'stryker.config.mjs'),
      ...['--mutate', mutate.join(',')],
      ...['--incremental', '--incrementalFile', incrementalFile],
    ],
    { folder: core, env: environmentOfSample(sample) },
  )
  if (code !== 0) throw new Error(`Stryker ended with ${code}.`)
}

/** An incremental run reports files of earlier runs too. @param {string[]} chosen none are all */
function readReport(chosen) {
  const report = JSON.parse(readFileSync(path.join(core, 'reports/mutation/mutation.json'), 'utf8'))
  const files = Object.entries(report.files).filter(([file]) => chosen.length === 0 || chosen.includes(file))
  return { files: Object.fromEntries(files) }
}

/** @param {import('../src/score.mjs').Score} score */
function print({ score, interval, sampled, mutants, byFile }) {
  console.table(byFile)
  console.log(
    `Mutation score ${score} % (95 % interval ${interval[0]} to ${interval[1]} %), from ${sampled} of ${mutants} mutants.`,
  )
}

main().then(
  (code) => process.exit(code),
  (error) => {
    process.stderr.write(`\n${error.message}\n`)
    process.exit(1)
  },
)
