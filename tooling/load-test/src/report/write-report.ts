import { writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Results } from '../results.ts'
import { reportPage } from './page.ts'
import { summaryText } from './summary-text.ts'

/** Writes what a run leaves beside its CSV. */
export function writeReport(folder: string, results: Results): void {
  const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text)
  write('summary.txt', summaryText(results))
  write('load-test-results.json', `${JSON.stringify(results, null, 1)}\n`)
  write('report.html', reportPage(results))
}
