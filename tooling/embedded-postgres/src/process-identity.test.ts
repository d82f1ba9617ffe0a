import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { processIdentity } from './process-identity.ts'

test('a process keeps its identity while it lives, and has none afterwards', async () => {
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  await once(child, 'spawn')
  const identity = processIdentity(child.pid ?? 0)
  expect(identity).toBeDefined()
  expect(processIdentity(child.pid ?? 0)).toBe(identity)
  expect(identity).not.toBe(processIdentity(process.pid))
  child.stdin.end()
  await once(child, 'exit')
  expect(processIdentity(child.pid ?? 0)).toBeUndefined()
})

test.each([0, -1, 1.5, Number.NaN, 2 ** 30])('%s names no process', (pid) => {
  expect(processIdentity(pid)).toBeUndefined()
})
