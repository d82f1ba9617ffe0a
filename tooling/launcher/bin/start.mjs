import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { readPort, refuseOldNode, refuseTakenPort } from './preflight.mjs'
import { prepare } from './prepare.mjs'
import { Refusal } from './refusal.mjs'
import { createSteps } from './steps.mjs'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..')

// A package manager starts us through a shell, which may end without passing on the signal that it got.
const parentPid = process.env.npm_lifecycle_event === undefined ? undefined : process.ppid

async function main() {
  refuseOldNode()
  const port = readPort(process.env)
  await refuseTakenPort(port, root)
  const steps = createSteps()
  await prepare(root, steps)
  const { npmStart } = await import(pathToFileURL(path.join(root, 'tooling/launcher/dist/index.js')).href)
  return npmStart({ root, port, steps, parentPid, watch: process.argv.includes('--watch') })
}

main().then(
  (code) => process.exit(code),
  (error) => {
    process.stderr.write(`\n${error instanceof Refusal ? error.message : error.stack}\n`)
    process.exit(1)
  },
)
