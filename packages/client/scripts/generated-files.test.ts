import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { generatedFiles } from './generated-files.ts'

test.for(Object.entries(generatedFiles()))('%s is what the contract generates', ([file, text]) => {
  expect(readFileSync(file, 'utf8'), 'run `pnpm --filter @booking/client run generate`').toBe(text)
})
