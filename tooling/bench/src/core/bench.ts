import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import type { BenchOptions } from '../bench-options.ts'
import { commitOf, thisMachine } from '../machine.ts'
import { withMarkedPart } from '../marked-part.ts'
import { coreFolder, coreReadme, readResults, resultsFolder, root } from '../repository.ts'
import { conflictCases } from './conflict-cases.ts'
import { conflictEngines, recurrenceEngines, type Suite } from './engine-names.ts'
import { coreMarkdown } from './markdown.ts'
import { corePicture } from './picture.ts'
import { recurrenceCases } from './recurrence-cases.ts'
import type { CaseResult, CoreResults } from './result.ts'
import { type Effort, runCases } from './run-cases.ts'
import { terminalGroup, terminalHead, terminalLine } from './terminal.ts'

const fullEffort: Effort = { batches: 9, batchMs: 15, warmUpMs: 120, deadlineMs: 8000 }
/** Whoever has not answered a question about nothing by then is searching for ever. */
const neverDeadlineMs = 3000
const quickEffort: Effort = { batches: 3, batchMs: 10, warmUpMs: 60, deadlineMs: 1500 }

/** Where the picture lies that the README of the core shows. */
export const corePicturePath = path.join(coreFolder, 'speed.svg')

/** Runs the bench of the core. `--write` keeps the figures as JSON and writes README and picture from them. */
export async function benchCore(options: Omit<BenchOptions, 'full'>): Promise<void> {
  const recurrence = await runSuite('recurrence', recurrenceEngines, recurrenceCases, options.quick)
  const cases = conflictCases.map((one) => ({ ...one, group: 'conflicts' }))
  const conflicts = await runSuite('conflicts', conflictEngines, cases, options.quick)
  if (!options.write) return
  const date = new Date().toISOString().slice(0, 10)
  const results: CoreResults = {
    commit: commitOf(root),
    date,
    machine: thisMachine(),
    versions: versions(),
    recurrence,
    conflicts,
  }
  writeFileSync(path.join(resultsFolder, 'core.json'), `${JSON.stringify(results, null, 2)}\n`)
  drawCore()
}

/** README and picture from the JSON. */
export function drawCore(): void {
  const results = readResults<CoreResults>('core')
  writeFileSync(corePicturePath, corePicture(results))
  const readme = readFileSync(coreReadme, 'utf8')
  writeFileSync(coreReadme, withMarkedPart(readme, 'speed', coreMarkdown(results)))
}

type AskedCase = Parameters<typeof runCases>[2][number]

async function runSuite(
  suite: Suite,
  engines: readonly string[],
  cases: readonly AskedCase[],
  isQuick: boolean,
): Promise<CaseResult[]> {
  const asked = isQuick ? cases.filter((one) => one.isKey) : cases
  process.stdout.write(`\n${terminalHead(engines)}\n`)
  const effortOf = (one: AskedCase): Effort => {
    if (isQuick) return quickEffort
    return one.group === 'a rule that never occurs'
      ? { ...fullEffort, deadlineMs: neverDeadlineMs }
      : fullEffort
  }
  let group = ''
  return runCases(suite, engines, asked, effortOf, (result, done) => {
    if (result.group !== group) process.stdout.write(`${terminalGroup(result)}\n`)
    group = result.group
    process.stdout.write(`${terminalLine(result, engines)}\n`)
    if (process.stdout.isTTY && done < asked.length) process.stdout.write(`${done} of ${asked.length}\r`)
  })
}

function versions(): Record<string, string> {
  const require = createRequire(path.join(root, 'tooling/bench/package.json'))
  const names = ['@booking/core', ...recurrenceEngines.slice(1)]
  return Object.fromEntries(names.map((name) => [name, versionOf(require, name)]))
}

/** The version in the package.json above a module, whether or not the package exports that file. */
function versionOf(require: NodeJS.Require, name: string): string {
  const folder = require.resolve.paths(name)!.map((one) => path.join(one, name, 'package.json'))
  for (const file of folder) {
    try {
      return JSON.parse(readFileSync(file, 'utf8')).version
    } catch {}
  }
  return 'unknown'
}
