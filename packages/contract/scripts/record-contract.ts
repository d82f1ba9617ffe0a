import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { breakingChanges } from './breaking-changes.ts'
import { presentContract, recordedContract } from './recorded-contract.ts'

const changes = existsSync(recordedContract)
  ? breakingChanges(JSON.parse(readFileSync(recordedContract, 'utf8')), presentContract())
  : []

if (changes.length > 0 && !process.argv.includes('--breaking')) {
  console.error(
    `Not recorded, because clients would break:\n${changes.map((change) => `  ${change}`).join('\n')}`,
  )
  process.exitCode = 1
} else {
  writeFileSync(recordedContract, `${JSON.stringify(presentContract(), null, 2)}\n`)
  console.log('Recorded.')
}
