import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { Client } from './client.ts'
import { HistoryFile } from './history-file.ts'

const folder = mkdtempSync(path.join(os.tmpdir(), 'booking-history-'))
const history = new HistoryFile(path.join(folder, 'history.jsonl'))
const client = new Client(history, 'token')

const server = createServer((request, response) => {
  if (request.url?.includes('silent')) return request.socket.destroy()
  const isException = request.url?.includes('exceptions')
  response.writeHead(request.method === 'POST' ? 201 : 200, { 'content-type': 'application/json' })
  return response.end(JSON.stringify(isException ? { id: 'an-exception' } : { id: 'b-1', version: 3 }))
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

afterAll(() => {
  client.close()
  server.close()
  history.close()
  rmSync(folder, { recursive: true })
})

const lines = () =>
  readFileSync(history.path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

test('the history has what was sent before it was sent, and what came of it', async () => {
  await client.send(base, 'GET', '/bookings/b-1')
  await client.send(base, 'POST', '/bookings?notifyAttendees=true', { body: {} })
  await client.send(base, 'POST', '/bookings/b-1/exceptions', { body: {} })
  await client.send(base, 'DELETE', '/bookings/b-1?scope=following')
  await client.send(base, 'DELETE', '/bookings/b-1')
  expect((await client.send(base, 'PATCH', '/bookings/silent', { body: {} })).lost).toBe('ECONNRESET')
  expect(lines().map(({ at: _, ...line }) => line)).toEqual([
    { op: 'create', step: 'send', requestId: 'r-2' },
    { op: 'create', step: 'ack', requestId: 'r-2', status: 201, bookingId: 'b-1', version: 3 },
    { op: 'change', step: 'send', requestId: 'r-3', bookingId: 'b-1' },
    { op: 'change', step: 'ack', requestId: 'r-3', status: 201, bookingId: 'b-1' },
    { op: 'change', step: 'send', requestId: 'r-4', bookingId: 'b-1' },
    { op: 'change', step: 'ack', requestId: 'r-4', status: 200, bookingId: 'b-1', version: 3 },
    { op: 'cancel', step: 'send', requestId: 'r-5', bookingId: 'b-1' },
    { op: 'cancel', step: 'ack', requestId: 'r-5', status: 200, bookingId: 'b-1', version: 3 },
    { op: 'change', step: 'send', requestId: 'r-6', bookingId: 'silent' },
    { op: 'change', step: 'unknown', requestId: 'r-6', bookingId: 'silent' },
  ])
})

test('a refused connection is told as one', async () => {
  const nobody = createServer()
  await new Promise<void>((resolve) => nobody.listen(0, '127.0.0.1', resolve))
  const { port } = nobody.address() as AddressInfo
  await new Promise((resolve) => nobody.close(resolve))
  expect(await client.send(`http://127.0.0.1:${port}`, 'GET', '/')).toMatchObject({
    status: 0,
    lost: 'ECONNREFUSED',
  })
})
