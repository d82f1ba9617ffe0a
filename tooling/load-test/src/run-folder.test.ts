import { expect, it } from 'vitest'
import { stamp } from './run-folder.ts'

it('a run is named after its second', () => {
  expect(stamp(new Date(2025, 0, 15, 14, 30, 22))).toBe('20250115-143022')
})
