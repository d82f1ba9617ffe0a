import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { newest } from './migration.ts'

it('what is undone and applied again is the newest migration there is', () => {
  const folder = fileURLToPath(new URL('../../../../packages/storage/migrations', import.meta.url))
  const names = readdirSync(folder).filter((name) => name.endsWith('.sql'))
  expect(names.sort().at(-1)).toBe(newest.name)
})
