import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { MessageTypes } from './message-types.ts'

/** What went over a wire. */
export interface WireCount {
  /** Statements that PostgreSQL was told to run; `BEGIN` and `COMMIT` are some. */
  readonly statements: number
  /** Times that something was asked while nothing else was awaited: what is asked together is one trip. */
  readonly roundTrips: number
}

/** Stands between a program and its PostgreSQL, and counts what is asked (PostgreSQL's protocol 3). */
export class Wire {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #statements = 0
  #roundTrips = 0
  #awaited = 0

  private constructor(toPort: number) {
    this.#server = createServer((client) => this.#join(client, connect(toPort, '127.0.0.1')))
  }

  static async open(toPort: number): Promise<Wire> {
    const wire = new Wire(toPort)
    wire.#server.listen(0, '127.0.0.1')
    await once(wire.#server, 'listening')
    return wire
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  get count(): WireCount {
    return { statements: this.#statements, roundTrips: this.#roundTrips }
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.close()
  }

  #join(client: Socket, database: Socket): void {
    const asked = new MessageTypes('client')
    const answered = new MessageTypes('server')
    const pass = (from: Socket, to: Socket, types: MessageTypes) => {
      this.#sockets.add(from)
      from.setNoDelay(true)
      from.on('data', (chunk) => {
        for (const type of types.in(chunk)) this.#take(type)
        to.write(chunk)
      })
      from.on('close', () => {
        this.#sockets.delete(from)
        to.destroy()
      })
      from.on('error', () => to.destroy())
    }
    pass(client, database, asked)
    pass(database, client, answered)
  }

  #take(type: string): void {
    if (type === 'client E' || type === 'client Q') this.#statements++
    // A server says once that it is ready for each of these.
    if (type === 'client S' || type === 'client Q' || type === 'client start') {
      if (this.#awaited++ === 0 && type !== 'client start') this.#roundTrips++
    }
    if (type === 'server Z') this.#awaited--
  }
}
