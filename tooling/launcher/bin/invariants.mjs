import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { embeddedDatabase } from './embedded-database.mjs'
import { follow } from './follow.mjs'
import { refuseOldNode } from './preflight.mjs'
import { prepare } from './prepare.mjs'
import { Refusal } from './refusal.mjs'
import { createSteps } from './steps.mjs'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..')
/** The checks use 1 for a database that is not as it must be. */
const COULD_NOT_LOOK = 2

async function main() {
  refuseOldNode()
  const databaseUrl = process.env.DATABASE_URL || embeddedDatabase(root)
  await prepare(root, createSteps(process.stderr))
  const program = path.join(root, 'packages/storage/dist/invariants-command.js')
  return follow([program, ...process.argv.slice(2)], {
    env: { ...process.env, ...(databaseUrl && { DATABASE_URL: databaseUrl }) },
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
