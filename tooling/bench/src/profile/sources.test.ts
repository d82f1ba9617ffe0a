import path from 'node:path'
import { expect, it } from 'vitest'
import { root } from '../repository.ts'
import { Sources, shortened } from './sources.ts'

it('a file is named from the innermost node_modules, or from the repository', () => {
  const inside = 'node_modules/.pnpm/postgres@3.4.9/node_modules/postgres/src/connection.js'
  expect(shortened(path.join(root, inside))).toBe('postgres/src/connection.js')
  expect(shortened(path.join(root, 'apps/api/src/app.ts'))).toBe('apps/api/src/app.ts')
})

it('what is no file keeps its name, and lines count from 1', () => {
  const frame = { functionName: 'emit', url: 'node:events', lineNumber: 470, columnNumber: 2 }
  expect(new Sources().of(frame)).toEqual({ file: 'node:events', line: 471 })
})
