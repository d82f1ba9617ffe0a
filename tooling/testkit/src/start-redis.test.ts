import { existsSync } from 'node:fs'
import { connect } from 'node:net'
import { processIdentity } from '@booking/embedded-postgres'
import { afterEach, expect, test } from 'vitest'
import { describeWithRedis, requireRedis } from './require-redis.ts'
import { type RedisServer, startRedis } from './start-redis.ts'

describeWithRedis("a Redis of one's own", () => {
  let server: RedisServer
  afterEach(() => server.stop())

  test('answers after start, holds nothing after flush and after restart, and is gone after stop', async () => {
    server = await startRedis()
    expect(await ask(server.port, 'SET a 1')).toBe('+OK')
    await server.flush()
    expect(await ask(server.port, 'GET a')).toBe('$-1')
    await ask(server.port, 'SET a 1')
    const before = server.pid
    await server.restart()
    expect(server.pid).not.toBe(before)
    expect(await ask(server.port, 'GET a')).toBe('$-1')
    await server.stop()
    expect(processIdentity(server.pid)).toBeUndefined()
  })

  test('frozen, it takes the question and answers only when thawed', async () => {
    server = await startRedis()
    server.freeze()
    let thawed = false
    const answer = ask(server.port, 'PING').then((text) => ({ text, thawed }))
    await new Promise((resolve) => setImmediate(resolve))
    thawed = true
    server.thaw()
    expect(await answer).toEqual({ text: '+PONG', thawed: true })
  })

  test('killed, it refuses connections', async () => {
    server = await startRedis()
    await server.kill()
    await expect(ask(server.port, 'PING')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    expect(existsSync('dump.rdb')).toBe(false)
  })

  test('the shared one gives every caller another logical database', async () => {
    server = await startRedis()
    const [one, other] = [await requireRedis(), await requireRedis()]
    if (process.env.REDIS_URL === undefined) expect(one).not.toBe(other)
    expect(new URL(one).protocol).toBe('redis:')
  })
})

function ask(port: number, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`${command}\r\n`))
    socket.on('error', reject)
    socket.once('data', (chunk) => {
      socket.destroy()
      resolve(chunk.toString().split('\r\n')[0] ?? '')
    })
  })
}
