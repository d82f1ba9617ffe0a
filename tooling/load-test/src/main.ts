import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { readPlan } from './command-line.ts'
import { loadTest } from './load-test.ts'
import { Refusal } from './refusal.ts'
import { StopSignal } from './stop-signal.ts'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..')

try {
  process.exitCode = await loadTest(root, readPlan(process.argv.slice(2)), new StopSignal())
} catch (error) {
  process.stderr.write(`${error instanceof Refusal ? error.message : (error as Error).stack}\n`)
  process.exitCode = 1
}
process.exit()
