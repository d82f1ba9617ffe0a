import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { follow } from './follow.mjs'
import { refuseOldNode } from './preflight.mjs'
import { prepare, toolEnvironment } from './prepare.mjs'
import { Refusal } from './refusal.mjs'
import { createSteps } from './steps.mjs'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..')
/** The harness uses 1 for a promise that was broken. */
const COULD_NOT_LOOK = 2

async function main() {
  refuseOldNode()
  await prepare(root, createSteps())
  const program = path.join(root, 'tooling/chaos/src/main.ts')
  const flags = ['--conditions=@booking/source', '--import', 'tsx']
  return follow([...flags, program, ...process.argv.slice(2)], {
    cwd: root,
    env: toolEnvironment(root),
    codeWhenKilled: COULD_NOT_LOOK,
  })
}

main().then(
  (code) => process.exit(code),
  (error) => {
    process.stderr.write(`\n${error instanceof Refusal ? error.message : error.stack}\n`)
    process.exit(COULD_NOT_LOOK)
  },
)
