import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { performanceDoc } from '../api/bench.ts'
import { roundedDeep } from '../api/rounds.ts'
import { withSetting } from '../api/setting.ts'
import type { BenchOptions } from '../bench-options.ts'
import { commitOf, thisMachine } from '../machine.ts'
import { withMarkedPart } from '../marked-part.ts'
import { readResults, resultsFolder, root } from '../repository.ts'
import { askDatabase } from './ask-database.ts'
import { measureCreateRows } from './create-rows.ts'
import {
  askedMarkdown,
  createRowsMarkdown,
  functionsMarkdown,
  placesMarkdown,
  profileProvenance,
} from './markdown.ts'
import { OwnCore } from './own-core.ts'
import { profileServer } from './profile-server.ts'
import type { ProfileResults } from './result.ts'

const quickEffort = {
  server: { rounds: 1, ms: 500 },
  asked: { rounds: 1, ms: 300 },
  createRows: { bookings: 10_000, rounds: 1, calls: 100 },
}
const usualEffort = {
  server: { rounds: 3, ms: 2_000 },
  asked: { rounds: 3, ms: 700 },
  // Short batches: steps that follow one another closely meet the same weather.
  createRows: { bookings: 50_000, rounds: 21, calls: 50 },
}

/** The parts of docs/performance.md that are written from the results, by the names of their marks. */
export const profileParts: Readonly<Record<string, (results: ProfileResults) => string>> = {
  'profile-provenance': profileProvenance,
  places: placesMarkdown,
  functions: functionsMarkdown,
  asked: askedMarkdown,
  'create-rows': createRowsMarkdown,
}

/** Where the CPU of a request goes, in our server and in PostgreSQL. `--write` keeps the figures. */
export async function benchProfile(options: BenchOptions): Promise<void> {
  const effort = options.quick ? quickEffort : usualEffort
  const say = (line: string) => process.stderr.write(`${line}\n`)
  await OwnCore.during((core) =>
    withSetting(async (setting) => {
      const results: ProfileResults = roundedDeep({
        commit: commitOf(root),
        date: new Date().toISOString().slice(0, 10),
        machine: thisMachine(),
        rounds: effort.server.rounds,
        operations: await profileServer(setting, core, effort.server, say),
        asked: await askDatabase(setting, effort.asked, say),
        createRows: await measureCreateRows(setting, effort.createRows, say),
      })
      for (const part of Object.values(profileParts)) process.stdout.write(`\n${part(results)}\n`)
      if (!options.write) return
      writeFileSync(path.join(resultsFolder, 'profile.json'), `${JSON.stringify(results, null, 2)}\n`)
      drawProfile()
    }),
  )
}

/** The parts of docs/performance.md, from the JSON. */
export function drawProfile(): void {
  const results = readResults<ProfileResults>('profile')
  const doc = Object.entries(profileParts).reduce(
    (text, [name, part]) => withMarkedPart(text, name, part(results)),
    readFileSync(performanceDoc, 'utf8'),
  )
  writeFileSync(performanceDoc, doc)
}
