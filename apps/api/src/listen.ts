import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import type { Hono } from 'hono'
import type { AppEnv } from './environment.ts'

/** What a client may take up before it has sent a whole request; milliseconds. Headers: Node's 16 KiB. */
const timeouts = {
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  keepAliveTimeout: 5_000,
  /** How often the first two are looked after; Node's own 30 s would make them up to 30 s longer. */
  connectionsCheckingInterval: 1_000,
}

/** Connections beyond it are closed when they come. */
const CONNECTIONS_MAX = 5_000

/**
 * Serves the app over HTTP/1.1.
 *
 * @param where port 0 takes any free one
 * @param onListening told the port once connections are accepted
 */
export const listen = (
  app: Hono<AppEnv>,
  where: { readonly port: number; readonly hostname: string },
  onListening: (port: number) => void,
): Server => {
  const options = { fetch: app.fetch, ...where, serverOptions: timeouts }
  const server = serve(options, ({ port }) => onListening(port)) as Server
  server.maxConnections = CONNECTIONS_MAX
  return server
}
