import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { claimRunFile } from './run-file.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'run-file-'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a second claim is refused with the address of the first, until the first is released', () => {
  const first = claimRunFile(folder, 3_456)
  expect(() => claimRunFile(folder, 4_567)).toThrow(
    `already runs in this folder: http://localhost:3456 (process ${process.pid})`,
  )
  first.release()
  expect(readdirSync(folder)).toEqual([])
  claimRunFile(folder, 4_567).release()
})

test.each([
  ['a process that is gone', { pid: 2 ** 30, identity: 'gone' }],
  ['a living process with a reused number', { pid: process.pid, identity: 'somebody earlier' }],
])('a file left by %s is replaced', (_who, left) => {
  writeFileSync(
    path.join(folder, 'run.json'),
    JSON.stringify({ ...left, port: 1, address: 'x', token: 'old' }),
  )
  const run = claimRunFile(folder, 3_456)
  expect(JSON.parse(readFileSync(path.join(folder, 'run.json'), 'utf8'))).toMatchObject({
    pid: process.pid,
    port: 3_456,
  })
  run.release()
  expect(readdirSync(folder)).toEqual([])
})

test('a file that a crash left half written is replaced', () => {
  writeFileSync(path.join(folder, 'run.json'), '{"pid": 1')
  claimRunFile(folder, 3_456).release()
  expect(readdirSync(folder)).toEqual([])
})

test('releasing does not take away the claim of a later run', () => {
  const first = claimRunFile(folder, 3_456)
  rmSync(path.join(folder, 'run.json'))
  claimRunFile(folder, 4_567)
  first.release()
  expect(readdirSync(folder)).toEqual(['run.json'])
})
