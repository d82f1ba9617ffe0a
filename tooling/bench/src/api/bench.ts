import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { BenchOptions } from '../bench-options.ts'
import { withMarkedPart } from '../marked-part.ts'
import { readResults, resultsFolder, root } from '../repository.ts'
import { loadMarkdown, memoryMarkdown, readKeptLoad, readKeptLoads } from './load-markdown.ts'
import {
  curvesMarkdown,
  databaseMarkdown,
  endpointsMarkdown,
  goalsMarkdown,
  provenance,
  readmeMarkdown,
  seriesRowsMarkdown,
  shareMarkdown,
} from './markdown.ts'
import { apiPicture } from './picture.ts'
import type { ApiResults } from './result.ts'
import { type Effort, runApiBench } from './run.ts'
import { withSetting } from './setting.ts'

const quickEffort: Effort = { rounds: 1, ms: 500, mixMs: 1_000, claims: [1_000, 10_000] }
const usualEffort: Effort = { rounds: 3, ms: 1_000, mixMs: 3_000, claims: [1_000, 100_000, 1_000_000] }
const fullEffort: Effort = { ...usualEffort, claims: [...usualEffort.claims, 5_000_000] }

/** Where the picture lies that docs/performance.md shows. */
export const apiPicturePath = path.join(root, 'docs/performance.svg')
export const performanceDoc = path.join(root, 'docs/performance.md')
export const loadTestingDoc = path.join(root, 'docs/load-testing.md')
export const rootReadme = path.join(root, 'README.md')

/** The parts of docs/performance.md that are written from the results, by the names of their marks. */
export const docParts: Readonly<Record<string, (results: ApiResults) => string>> = {
  provenance,
  goals: goalsMarkdown,
  share: shareMarkdown,
  endpoints: endpointsMarkdown,
  database: databaseMarkdown,
  'series-rows': seriesRowsMarkdown,
  curves: curvesMarkdown,
}

/** Runs the bench of the API. `--write` keeps the figures as JSON and writes documents and picture from them. */
export async function benchApi(options: BenchOptions): Promise<void> {
  const usual = options.full ? fullEffort : usualEffort
  await withSetting(async (setting) => {
    const effort = options.quick ? quickEffort : usual
    const results = await runApiBench(setting, effort, (line) => process.stderr.write(`${line}\n`))
    process.stdout.write(`\n${goalsMarkdown(results)}\n\n${endpointsMarkdown(results)}\n\n`)
    process.stdout.write(
      `${databaseMarkdown(results)}\n\n${seriesRowsMarkdown(results)}\n\n${curvesMarkdown(results)}\n\n${provenance(results)}\n`,
    )
    if (!options.write) return
    writeFileSync(path.join(resultsFolder, 'api.json'), `${JSON.stringify(results, null, 2)}\n`)
    drawApi()
  })
}

/** Documents and picture from the JSON. */
export function drawApi(): void {
  const results = readResults<ApiResults>('api')
  writeFileSync(apiPicturePath, apiPicture(results))
  const doc = Object.entries(docParts).reduce(
    (text, [name, part]) => withMarkedPart(text, name, part(results)),
    readFileSync(performanceDoc, 'utf8'),
  )
  writeFileSync(performanceDoc, doc)
  const readme = readFileSync(rootReadme, 'utf8')
  const withApi = withMarkedPart(readme, 'api', readmeMarkdown(results))
  writeFileSync(rootReadme, withMarkedPart(withApi, 'memory', memoryMarkdown(results, readKeptLoad('full'))))
  const loads = readFileSync(loadTestingDoc, 'utf8')
  writeFileSync(loadTestingDoc, withMarkedPart(loads, 'load-tests', loadMarkdown(readKeptLoads())))
}
