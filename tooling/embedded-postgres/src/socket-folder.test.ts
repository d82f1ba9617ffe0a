import { chmodSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeSocketFolder, removeSocketFolder } from './socket-folder.ts'

let parent: string

beforeEach(() => {
  parent = mkdtempSync(path.join(os.tmpdir(), 'sockets-'))
})

afterEach(() => rmSync(parent, { recursive: true, force: true }))

test('the folder is closed to others, the same every time, and gone after removal', () => {
  const folder = makeSocketFolder('abc', undefined, [parent]) ?? ''
  expect(statSync(folder).mode & 0o777).toBe(0o700)
  expect(makeSocketFolder('abc', undefined, [parent])).toBe(folder)
  removeSocketFolder(folder)
  expect(existsSync(folder)).toBe(false)
})

test('a parent whose path leaves no room for a socket name is passed over', () => {
  const long = path.join(parent, 'x'.repeat(90))
  expect(makeSocketFolder('abc', undefined, [long])).toBeUndefined()
  expect(makeSocketFolder('abc', undefined, [long, parent])).toContain(parent)
})

test('a folder of that name that others may enter is not trusted', () => {
  const folder = makeSocketFolder('abc', undefined, [parent]) ?? ''
  chmodSync(folder, 0o777)
  expect(makeSocketFolder('abc', undefined, [parent])).toBeUndefined()
})

test.runIf(process.getuid?.() === 0)('nor is one that belongs to another account', () => {
  chmodSync(parent, 0o755)
  makeSocketFolder('abc', { name: 'nobody', uid: 65_534, gid: 65_534 }, [parent])
  expect(makeSocketFolder('abc', undefined, [parent])).toBeUndefined()
})
