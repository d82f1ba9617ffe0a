import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { refuseOldNode } from './preflight.mjs'
import { prepare } from './prepare.mjs'
import { Refusal } from './refusal.mjs'
import { createSteps } from './steps.mjs'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..')

/** Ways in which schemathesis is usually there, in the order in which they are tried. */
const COMMANDS = [['schemathesis'], ['uvx', 'schemathesis'], ['python3', '-m', 'schemathesis.cli']]

async function main() {
  refuseOldNode()
  const command = COMMANDS.find(([program = '', ...args]) => {
    return spawnSync(program, [...args, '--version'], { stdio: 'ignore' }).status === 0
  })
  if (command === undefined) {
    console.log('Skipped: schemathesis is not installed here. Get it with: pip install schemathesis')
    return 0
  }
  const steps = createSteps()
  await prepare(root, steps)
  const { fuzz } = await import(pathToFileURL(path.join(root, 'tooling/launcher/dist/index.js')).href)
  return fuzz({ root, command, args: process.argv.slice(2), steps })
}

main().then(
  (code) => process.exit(code),
  (error) => {
    process.stderr.write(`\n${error instanceof Refusal ? error.message : error.stack}\n`)
    process.exit(1)
  },
)
