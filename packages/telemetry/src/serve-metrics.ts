import { createServer, type Server } from 'node:http'
import type { Exposition } from './instruments.ts'

/**
 * Serves `GET /metrics` on a port of its own, which need not be open to the world.
 *
 * @param where port 0 takes any free one
 * @returns the server, which listens; `close` it to stop
 */
export const serveMetrics = (
  metrics: Exposition,
  where: { readonly port: number; readonly hostname: string },
): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer((request, response) => {
      if (request.method !== 'GET' || request.url !== '/metrics') {
        response.writeHead(404).end()
        return
      }
      metrics.text().then(
        (text) => response.writeHead(200, { 'Content-Type': metrics.contentType }).end(text),
        () => response.writeHead(500).end(),
      )
    })
    server.once('error', reject)
    server.listen(where.port, where.hostname, () => resolve(server))
  })
