import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { afterAll } from 'vitest'
import { createApp } from '../src/app.ts'
import type { Deps } from '../src/environment.ts'
import { listen } from '../src/listen.ts'

/** The app behind a real listening socket. */
export const listening = async (deps: Deps) => {
  const server = listen(createApp(deps), { port: 0, hostname: '127.0.0.1' }, () => {})
  await once(server, 'listening')
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { server, port, base: `http://127.0.0.1:${port}` }
}

/** Sends bytes as they are and gives everything that came back until the other side closed. */
export const sendRaw = (port: number, bytes: string | Uint8Array): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    const chunks: Buffer[] = []
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error)
    })
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')))
  })

/** Status codes of the answers in what a connection gave, in their order. */
export const statusesIn = (text: string): number[] =>
  [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status))
