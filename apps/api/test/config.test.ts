import { createServer } from 'node:net'
import { spawnProcess } from '@booking/testkit'
import { describe, expect, test } from 'vitest'
import { runApi, settings } from './api-process.ts'

/** Runs the API with settings with which it cannot start, to its end. */
const runToEnd = async (changes: Record<string, string | undefined>) => {
  const unreachable = 'postgresql://booking:s3cr3t-word@127.0.0.1:9/booking'
  const api = await spawnProcess({
    ...runApi,
    ready: 'at once',
    env: { ...settings(unreachable), ...changes },
  })
  const end = await api.ended
  return { end, output: api.output() }
}

describe('an API that cannot start', { timeout: 60_000 }, () => {
  test('says which settings are wrong in a sentence each, and ends with 1', async () => {
    const { end, output } = await runToEnd({ JWT_SECRET: 'private-but-short', PORT: 'eighty-and-odd' })
    expect(end).toEqual({ code: 1, signal: null })
    expect(output).toBe(
      'The settings cannot be used:\n' +
        '  PORT must be a whole number from 0 to 65535\n' +
        '  JWT_SECRET must be at least 32 bytes long; make one with: openssl rand -hex 32\n',
    )
  })

  test('when its port is taken, says so without a stack, and ends with 1', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    const { end, output } = await runToEnd({ PORT: String(port) })
    server.close()
    expect(end).toEqual({ code: 1, signal: null })
    expect(output).toContain('the API cannot listen')
    expect(output).toContain('EADDRINUSE')
    expect(output).not.toMatch(/^\s+at /m)
    expect(output).not.toContain('s3cr3t-word')
  })
})
