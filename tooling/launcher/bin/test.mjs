import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { refuseOldNode } from './preflight.mjs'
import { prepare, toolEnvironment } from './prepare.mjs'
import { Refusal } from './refusal.mjs'
import { createSteps } from './steps.mjs'
import { readTestReport } from './test-report.mjs'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..')
const report = path.join(root, 'test-results/vitest.json')

async function main() {
  refuseOldNode()
  await prepare(root, createSteps())
  rmSync(report, { force: true })
  const code = await vitest(process.argv.slice(2))
  const { passed, failed, skipped } = readTestReport(report)
  if (skipped.length > 0) console.log(`\nSkipped:\n${skipped.map((name) => `  - ${name}`).join('\n')}`)
  console.log(`\n${passed} passed, ${failed} failed, ${skipped.length} skipped`)
  return code === 0 && failed === 0 && passed > 0 ? 0 : 1
}

/**
 * @param {string[]} args
 * @returns {Promise<number | null>} its exit code
 */
function vitest(args) {
  // A reporter asked for on the command line replaces those of the configuration, and we need this one.
  const own = args.some((arg) => arg.startsWith('--reporter')) ? ['--reporter=json'] : []
  const program = path.join(root, 'node_modules/vitest/vitest.mjs')
  const child = spawn(process.execPath, [program, 'run', ...args, ...own], {
    cwd: root,
    env: toolEnvironment(root),
    stdio: [process.stdin.isTTY ? 'inherit' : 'ignore', 'inherit', 'inherit'],
  })
  // A Ctrl-C reaches the child by itself; it tidies up, and we wait for that.
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  process.on('SIGHUP', () => child.kill('SIGTERM'))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code))
  })
}

main().then(
  (code) => process.exit(code),
  (error) => {
    process.stderr.write(`\n${error instanceof Refusal ? error.message : error.stack}\n`)
    console.log('\n0 passed, 1 failed, 0 skipped')
    process.exit(1)
  },
)
