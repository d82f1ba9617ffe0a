import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { errorsDoc } from './errors-doc.ts'

test('docs/errors.md is what the contract generates', () => {
  expect(readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8')).toBe(errorsDoc())
})
