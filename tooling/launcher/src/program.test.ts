import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { describeEnd, type ProgramLimits, type ProgramSpec, startProgram } from './program.ts'

const folder = mkdtempSync(path.join(os.tmpdir(), 'program-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const printed: string[] = []
const print = (line: string) => {
  printed.push(line)
}
const LIMITS: ProgramLimits = { readyMsMax: 10_000, stopMsMax: 10_000 }

test('it is ready when it says so, and is stopped in good order by SIGTERM', async () => {
  const program = startProgram(
    source(
      `process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1e6); process.send({ type: 'ready' })`,
    ),
    print,
    LIMITS,
  )
  await program.ready
  expect(await program.stop()).toMatchObject({ title: 'API', reason: 'ended with code 0' })
})

test('one that does not heed SIGTERM is killed in the end', async () => {
  const program = startProgram(
    source(`process.on('SIGTERM', () => {}); setInterval(() => {}, 1e6); process.send({ type: 'ready' })`),
    print,
    { ...LIMITS, stopMsMax: 50 },
  )
  await program.ready
  expect(await program.stop()).toMatchObject({ reason: 'was ended by SIGKILL' })
})

test('one that ends before it is ready is quoted', async () => {
  const program = startProgram(source(`console.error('no such table'); process.exit(3)`), print, LIMITS)
  await expect(program.ready).rejects.toThrow(/The API ended with code 3\. Its last lines:\n\nno such table/)
  expect(describeEnd(await program.ended)).toContain('no such table')
  expect(printed).toContain('no such table')
})

test('one that stays silent is given up', async () => {
  const program = startProgram(source('setInterval(() => {}, 1e6)'), print, { ...LIMITS, readyMsMax: 50 })
  await expect(program.ready).rejects.toThrow('did not become ready within 0.05 s')
  program.kill()
  await program.ended
})

test('one that does not exist is reported, not thrown', async () => {
  const missing = { ...source(''), entry: path.join(folder, 'missing.mjs') }
  await expect(startProgram(missing, print, LIMITS).ready).rejects.toThrow('Cannot find module')
})

let programs = 0

function source(text: string): ProgramSpec {
  const entry = path.join(folder, `program-${++programs}.mjs`)
  writeFileSync(entry, text)
  return { title: 'API', entry, execArgv: [], env: process.env }
}
