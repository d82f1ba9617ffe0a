import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { limitsDoc } from './limits-doc.ts'

test('docs/limits.md is what the contract generates', () => {
  expect(readFileSync(new URL('../../../docs/limits.md', import.meta.url), 'utf8')).toBe(limitsDoc())
})
