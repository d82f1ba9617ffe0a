import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts'

const echo = createServer((socket) => {
  socket.on('error', () => {})
  socket.pipe(socket)
})
await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve))
afterAll(() => echo.close())

let proxy: TcpProxy
const sockets: Socket[] = []

beforeEach(async () => {
  proxy = await startTcpProxy({ port: (echo.address() as AddressInfo).port })
})

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await proxy.close()
})

const open = async () => {
  const socket = connect(proxy.port, '127.0.0.1')
  sockets.push(socket)
  socket.on('error', () => {})
  await once(socket, 'connect')
  return socket
}

/** What comes back, when as many bytes have. */
const echoed = (socket: Socket, text: string): Promise<string> => {
  let got = ''
  socket.write(text)
  return new Promise((resolve) => {
    socket.on('data', (chunk) => {
      got += chunk
      if (got.length >= text.length) resolve(got)
    })
  })
}

const long = 'x0123456789'.repeat(50)

describe('a link', () => {
  test('without a fault passes everything both ways', async () => {
    expect(await echoed(await open(), long)).toBe(long)
    expect(proxy.connections).toBe(1)
  })

  test.for([
    { kind: 'latency', ms: 5 },
    { kind: 'slice', bytes: 100 },
    { kind: 'bandwidth', bytesPerSecond: 50_000 },
  ] as const)('with $kind passes everything all the same', async (fault) => {
    proxy.setFault(fault)
    expect(await echoed(await open(), long)).toBe(long)
  })

  test('frozen passes nothing, and everything when it is over', async () => {
    const socket = await open()
    expect(await echoed(socket, 'before')).toBe('before')
    socket.removeAllListeners('data')
    proxy.setFault({ kind: 'freeze' })
    let isBack = false
    const back = echoed(socket, long).then((got) => {
      isBack = true
      return got
    })
    // A connection opened after it would be as quick, were it not for the fault.
    await open()
    expect(isBack).toBe(false)
    proxy.setFault({ kind: 'none' })
    expect(await back).toBe(long)
  })

  test('reset closes what is open with an error, and lets new ones through', async () => {
    const socket = await open()
    await echoed(socket, 'a')
    const failed = once(socket, 'error').catch((error) => [error])
    proxy.reset()
    expect((await failed)[0]).toMatchObject({ code: 'ECONNRESET' })
    expect(await echoed(await open(), long)).toBe(long)
  })

  test('half open keeps what is open and loses what is sent over it; new ones work', async () => {
    const socket = await open()
    await echoed(socket, 'a')
    socket.removeAllListeners('data')
    proxy.halfOpen()
    let got = ''
    socket.on('data', (chunk) => {
      got += chunk
    })
    socket.write('lost')
    expect(await echoed(await open(), long)).toBe(long)
    expect(got).toBe('')
    expect(socket.destroyed).toBe(false)
    expect(proxy.connections).toBe(2)
  })
})
