import type { AddressInfo } from 'node:net'
import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { HttpConnection } from './http-connection.ts'

let server: Server | undefined
let connection: HttpConnection | undefined

afterEach(() => {
  connection?.close()
  server?.close()
})

/** A server that answers whatever it is asked with these pieces, each in a packet of its own. */
async function connected(...pieces: readonly string[]): Promise<HttpConnection> {
  const answer = (socket: Socket, at: number) => {
    if (at < pieces.length) socket.write(pieces[at]!, () => setImmediate(answer, socket, at + 1))
  }
  server = createServer((socket) => socket.setNoDelay(true).on('data', () => answer(socket, 0)))
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve))
  connection = await HttpConnection.open((server.address() as AddressInfo).port)
  return connection
}

it('an answer with a length is read however it is cut into packets', async () => {
  const client = await connected('HTTP/1.1 201 Cre', 'ated\r\nContent-Length: 5\r\n', '\r\nab', 'cde')
  for (const request of ['first', 'second']) {
    const { status, body } = await client.send(request)
    expect([status, body.toString()]).toEqual([201, 'abcde'])
  }
})

it('an answer in chunks is put together', async () => {
  const client = await connected(
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n',
    'a\r\n0123456789\r\n0\r\n\r\n',
  )
  expect((await client.send('ask')).body.toString()).toBe('abc0123456789')
})

it('a connection that is closed fails its request', async () => {
  server = createServer((socket) => socket.on('data', () => socket.destroy()))
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve))
  connection = await HttpConnection.open((server.address() as AddressInfo).port)
  await expect(connection.send('ask')).rejects.toThrow()
})

it('a request on a connection that the server has closed is refused, not waited for', async () => {
  const last = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'
  server = createServer((socket) => socket.on('error', () => {}).once('data', () => socket.end(last)))
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve))
  connection = await HttpConnection.open((server.address() as AddressInfo).port)
  await connection.send('first')
  await expect(connection.send('while it is closed')).rejects.toThrow()
  await expect(connection.send('after that')).rejects.toThrow('the connection was closed')
})
