import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { Wire } from './wire.ts'

const message = (type: string): Buffer => Buffer.from(`${type}\0\0\0\x04`, 'latin1')
const start = message('')
const ready = message('Z')

let server: Server | undefined
let wire: Wire | undefined

afterEach(() => {
  wire?.close()
  server?.close()
})

/** A client of a server that says it is ready for whatever it gets, once for each start, query and sync. */
async function connected() {
  server = createServer((socket) =>
    socket.on('data', (chunk) => {
      const asked = chunk.equals(start) ? 1 : (chunk.toString('latin1').match(/[QS]/g)?.length ?? 0)
      socket.write(Buffer.concat(Array.from({ length: asked }, () => ready)))
    }),
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  wire = await Wire.open((server.address() as AddressInfo).port)
  const client = connect(wire.port, '127.0.0.1')
  return async (...messages: readonly Buffer[]) => {
    client.write(Buffer.concat(messages))
    await once(client, 'data')
  }
}

it('each statement counts, and what is asked together is one trip', async () => {
  const ask = await connected()
  await ask(start)
  expect(wire!.count).toEqual({ statements: 0, roundTrips: 0 })
  await ask(message('Q'))
  expect(wire!.count).toEqual({ statements: 1, roundTrips: 1 })
  await ask(message('B'), message('E'), message('S'), message('B'), message('E'), message('S'))
  expect(wire!.count).toEqual({ statements: 3, roundTrips: 2 })
})
