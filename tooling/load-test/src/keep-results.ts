import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { keptPicture } from './report/kept-picture.ts'
import type { Results } from './results.ts'

/** Writes the figures of a run, and a picture of it, to be committed. @param folder `tooling/load-test/results` */
export function keepResults(folder: string, results: Results): void {
  const { timeline: _timeline, samples: _samples, ...figures } = results
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, `${results.profile.name}.json`), `${JSON.stringify(figures, null, 2)}\n`)
  writeFileSync(path.join(folder, `${results.profile.name}.svg`), keptPicture(results))
}
