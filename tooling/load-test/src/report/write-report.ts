import { writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Results } from '../results.ts'
import { summaryText } from './summary-text.ts'

/** Writes what a run leaves beside its CSV. */
export function writeReport(folder: string, results: Results, _isKept: boolean): void {
  writeFileSync(path.join(folder, 'summary.txt'), summaryText(results))
  writeFileSync(path.join(folder, 'load-test-results.json'), `${JSON.stringify(results, null, 2)}\n`)
}
