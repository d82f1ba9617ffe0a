import { expect, test } from 'vitest'
import { reliabilityDoc } from './reliability-doc.ts'

test('docs/reliability.md tells the results that are kept', () => {
  const { stored, expected } = reliabilityDoc()
  expect(stored).toBe(expected)
})
