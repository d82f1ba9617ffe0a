import { once } from 'node:events'
import { createServer, request as forward } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll } from 'vitest'
import { createApp } from '../src/app.ts'
import { listen } from '../src/listen.ts'
import type { TestApp } from './test-app.ts'

/** Serves a test app over a real socket until the end of the test file; gives its origin. */
export const serveApp = async (app: TestApp): Promise<string> => {
  const port = await new Promise<number>((resolve) => {
    const server = listen(createApp(app.deps), { port: 0, hostname: '127.0.0.1' }, resolve)
    afterAll(() => {
      server.close()
      server.closeAllConnections()
    })
  })
  return `http://127.0.0.1:${port}`
}

/**
 * A proxy in front of a server. Where `loses` says so the request is done and its answer thrown away: the
 * connection breaks as it does when a network fails at the worst moment.
 */
export const serveLossyProxy = async (origin: string, loses: (at: number) => boolean): Promise<string> => {
  let requests = 0
  const proxy = createServer((incoming, outgoing) => {
    const at = requests++
    const { method, headers, url } = incoming
    const onward = forward(`${origin}${url}`, { method, headers }, (answer) => {
      if (loses(at)) {
        answer.resume().once('end', () => outgoing.socket?.destroy())
        return
      }
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(outgoing)
    })
    incoming.pipe(onward)
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  afterAll(() => {
    proxy.close()
    proxy.closeAllConnections()
  })
  return `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
}
