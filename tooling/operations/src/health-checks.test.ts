import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createTestDatabase } from '@booking/testkit'
import { expect, test } from 'vitest'
import { compose } from './compose.ts'
import { STARTS_MS, startProgram } from './programs.ts'

/** Runs a service's health check as its container would, but at another port; its exit code. */
const check = async (name: string, port: number): Promise<number> => {
  const [kind, node, flag, script = ''] = compose.services[name]?.healthcheck?.test ?? []
  expect([kind, node, flag]).toEqual(['CMD', 'node', '-e'])
  expect(script).toMatch(/localhost:\d+/)
  const child = spawn(process.execPath, ['-e', script.replace(/localhost:\d+/, `127.0.0.1:${port}`)], {
    stdio: 'ignore',
  })
  const [code] = await once(child, 'exit')
  return code
}

test.each(['api', 'worker'] as const)(
  'the health check of %s passes while it works, and fails when it has ended',
  { timeout: 2 * STARTS_MS },
  async (name) => {
    const { url: DATABASE_URL } = await createTestDatabase()
    const program = await startProgram(name, { DATABASE_URL })
    const port = program.address === undefined ? program.metricsPort : Number(new URL(program.address).port)
    expect(await check(name, port)).toBe(0)
    await program.terminate()
    expect(await check(name, port)).toBe(1)
  },
)
