import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll } from 'vitest'

/** A request as it arrived. */
export interface Arrival {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** What is done with a request; the response is the test's to use or to break. */
export type Reaction = (arrival: Arrival, response: ServerResponse) => void

export interface FaultServer {
  readonly baseUrl: string
  /** Everything that arrived, in order. */
  readonly arrivals: Arrival[]
}

const close = new Set<() => Promise<void>>()
afterAll(async () => {
  await Promise.all([...close].map((end) => end()))
})

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

/** A real HTTP server that reacts to its first request with the first reaction, and so on; the last one stays. */
export async function faultServer(...reactions: Reaction[]): Promise<FaultServer> {
  const arrivals: Arrival[] = []
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request)
    const arrival = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body }
    const react = reactions[Math.min(arrivals.length, reactions.length - 1)]!
    arrivals.push(arrival)
    react(arrival, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  close.add(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  )
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, arrivals }
}

/** Answers with JSON. */
export const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Reaction =>
  (_, response) =>
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body))

/** Answers with a problem document. */
export const problem =
  (status: number, code: string, headers: Record<string, string> = {}, more: object = {}): Reaction =>
  (_, response) =>
    response.writeHead(status, { 'Content-Type': 'application/problem+json', ...headers }).end(
      JSON.stringify({
        type: `/problems/${code}`,
        title: code,
        status,
        detail: 'Words.',
        code,
        requestId: 'r',
        ...more,
      }),
    )

/** Breaks the connection without an answer. */
export const hangUp: Reaction = (_, response) => {
  response.socket?.destroy()
}

/** Begins an answer and breaks the connection within it. */
export const breakOff: Reaction = (_, response) => {
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '1000' })
  response.write('{"id":', () => response.socket?.destroy())
}

/** Begins an answer and never ends it. */
export const stall: Reaction = (_, response) => {
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '1000' })
  response.write('{"id":')
}

/** Never answers. */
export const silence: Reaction = () => undefined

/** Answers with a page, as a proxy in front of the API does. */
export const page =
  (status: number, headers: Record<string, string> = {}): Reaction =>
  (_, response) =>
    response.writeHead(status, { 'Content-Type': 'text/html', ...headers }).end('<h1>Bad gateway</h1>')
