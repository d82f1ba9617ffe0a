import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { breakingChanges } from './breaking-changes.ts'
import { presentContract, recordedContract } from './recorded-contract.ts'

test('nothing that the recorded contract promises was taken away; docs/versioning.md says what to do', () => {
  const recorded = JSON.parse(readFileSync(recordedContract, 'utf8'))
  expect(breakingChanges(recorded, presentContract())).toEqual([])
})
