import { connect, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { TestkitError } from './errors.ts'

/** What a link does to the bytes that pass it. */
export type LinkFault =
  | { readonly kind: 'none' }
  /** Every piece arrives so much later. */
  | { readonly kind: 'latency'; readonly ms: number }
  /** Pieces of so many bytes, one every millisecond. */
  | { readonly kind: 'slice'; readonly bytes: number }
  | { readonly kind: 'bandwidth'; readonly bytesPerSecond: number }
  /** Nothing passes, and nothing closes; what was sent arrives when the fault is over. */
  | { readonly kind: 'freeze' }

export interface TcpProxy {
  readonly port: number
  /** Connections that are open now. */
  readonly connections: number
  /** From now on, until it is set again. */
  setFault(fault: LinkFault): void
  /** Closes every open connection with RST; new ones work. */
  reset(): void
  /** What is sent over connections that are open now is lost, and they stay open; new ones work. */
  halfOpen(): void
  close(): Promise<void>
}

/** Stands between a program and a server on the loopback interface, and does to their link what it is told. */
export async function startTcpProxy(target: { readonly port: number }): Promise<TcpProxy> {
  const proxy = new LinkProxy(target.port)
  await proxy.listen()
  return proxy
}

const SLICE_MS = 1

class LinkProxy implements TcpProxy {
  port = 0
  readonly #targetPort: number
  readonly #server: Server
  readonly #links = new Set<Link>()
  #fault: LinkFault = { kind: 'none' }
  #lifted: Promise<void> = Promise.resolve()
  #lift = () => {}

  constructor(targetPort: number) {
    this.#targetPort = targetPort
    this.#server = createServer({ noDelay: true, allowHalfOpen: true }, (client) => this.#open(client))
  }

  get connections(): number {
    return this.#links.size
  }

  listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(0, '127.0.0.1', () => {
        const address = this.#server.address()
        if (typeof address !== 'object' || address === null) return reject(new TestkitError('no port'))
        this.port = address.port
        resolve()
      })
    })
  }

  setFault(fault: LinkFault): void {
    this.#lift()
    this.#fault = fault
    if (fault.kind === 'freeze')
      this.#lifted = new Promise((resolve) => {
        this.#lift = resolve
      })
  }

  reset(): void {
    for (const link of this.#links) link.reset()
  }

  halfOpen(): void {
    for (const link of this.#links) link.lose()
  }

  async close(): Promise<void> {
    this.setFault({ kind: 'none' })
    this.reset()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #open(client: Socket): void {
    const server = connect({ port: this.#targetPort, host: '127.0.0.1', noDelay: true, allowHalfOpen: true })
    const link = new Link(client, server, (chunk, to) => this.#pass(chunk, to))
    this.#links.add(link)
    client.once('close', () => this.#links.delete(link))
  }

  /** Hands a piece on as the fault says; the next piece of the same direction waits for it. */
  async #pass(chunk: Buffer, to: Socket): Promise<void> {
    await this.#lifted
    const fault = this.#fault
    if (fault.kind === 'latency') await delay(fault.ms)
    if (fault.kind === 'bandwidth') await delay((chunk.length / fault.bytesPerSecond) * 1000)
    if (fault.kind !== 'slice') {
      to.write(chunk)
      return
    }
    for (let at = 0; at < chunk.length && this.#fault === fault; at += fault.bytes) {
      to.write(chunk.subarray(at, at + fault.bytes))
      await delay(SLICE_MS)
      if (this.#fault !== fault) to.write(chunk.subarray(at + fault.bytes))
    }
  }
}

type Pass = (chunk: Buffer, to: Socket) => Promise<void>

/** One connection, with its two directions. */
class Link {
  readonly #client: Socket
  readonly #server: Socket
  #isLost = false

  constructor(client: Socket, server: Socket, pass: Pass) {
    this.#client = client
    this.#server = server
    this.#pump(client, server, pass)
    this.#pump(server, client, pass)
  }

  reset(): void {
    this.#client.resetAndDestroy()
    this.#server.resetAndDestroy()
  }

  lose(): void {
    this.#isLost = true
    this.#server.destroy()
  }

  #pump(from: Socket, to: Socket, pass: Pass): void {
    let passing = Promise.resolve()
    from.on('data', (chunk: Buffer) => {
      from.pause()
      passing = passing.then(async () => {
        if (!this.#isLost && !to.destroyed) await pass(chunk, to)
        from.resume()
      })
    })
    from.on('end', () => {
      passing = passing.then(() => void (this.#isLost || to.end()))
    })
    from.on('error', () => {})
    from.on('close', () => {
      if (this.#isLost && from === this.#server) return
      passing = passing.then(() => void to.destroy())
    })
  }
}
