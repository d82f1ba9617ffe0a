import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { performanceDoc } from '../api/bench.ts'
import { roundedDeep } from '../api/rounds.ts'
import { withSetting } from '../api/setting.ts'
import type { BenchOptions } from '../bench-options.ts'
import { commitOf, thisMachine } from '../machine.ts'
import { withMarkedPart } from '../marked-part.ts'
import { readResults, resultsFolder, root } from '../repository.ts'
import { measureKeys } from './alike-keys.ts'
import { measurePools } from './connections.ts'
import { databaseProvenance, indexesMarkdown, keysMarkdown, poolsMarkdown } from './markdown.ts'
import { measureIndexes } from './plans.ts'
import type { DatabaseResults } from './result.ts'

const quickEffort = { bookings: 10_000, claims: 10_000, rounds: 1, ms: 300 }
const usualEffort = { bookings: 200_000, claims: 200_000, rounds: 3, ms: 1_500 }
const fullEffort = { ...usualEffort, claims: 1_000_000 }

/** The parts of docs/performance.md that are written from the results, by the names of their marks. */
export const databaseParts: Readonly<Record<string, (results: DatabaseResults) => string>> = {
  'database-provenance': databaseProvenance,
  indexes: indexesMarkdown,
  keys: keysMarkdown,
  pools: poolsMarkdown,
}

/** What stands behind three choices in the database: which indexes there are, what leads their keys, how many connections. */
export async function benchDatabase(options: BenchOptions): Promise<void> {
  const usual = options.full ? fullEffort : usualEffort
  const effort = options.quick ? quickEffort : usual
  const say = (line: string) => process.stderr.write(`${line}\n`)
  await withSetting(async (setting) => {
    const results: DatabaseResults = roundedDeep({
      commit: commitOf(root),
      date: new Date().toISOString().slice(0, 10),
      machine: thisMachine(),
      pools: await measurePools(setting, effort, say),
      indexes: await measureIndexes(setting, effort.bookings, say),
      keys: await measureKeys(setting, effort.claims, say),
    })
    for (const part of Object.values(databaseParts)) process.stdout.write(`\n${part(results)}\n`)
    if (!options.write) return
    writeFileSync(path.join(resultsFolder, 'database.json'), `${JSON.stringify(results, null, 2)}\n`)
    drawDatabase()
  })
}

/** The parts of docs/performance.md, from the JSON. */
export function drawDatabase(): void {
  const results = readResults<DatabaseResults>('database')
  const doc = Object.entries(databaseParts).reduce(
    (text, [name, part]) => withMarkedPart(text, name, part(results)),
    readFileSync(performanceDoc, 'utf8'),
  )
  writeFileSync(performanceDoc, doc)
}
