import { connect, type Socket } from 'node:net'

export interface Answer {
  readonly status: number
  readonly body: Buffer
}

const END_OF_HEAD = Buffer.from('\r\n\r\n')

/**
 * A kept-alive HTTP/1.1 connection with one request at a time. It reads what a load generator needs and no more, so
 * that it takes little of the machine that it shares with what it measures.
 */
export class HttpConnection {
  readonly #socket: Socket
  #received: Buffer = Buffer.alloc(0)
  #settle: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | undefined

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setNoDelay(true)
    socket.on('data', (chunk) => this.#receive(chunk))
    socket.on('error', (error) => this.#settle?.reject(error))
    socket.on('close', () => this.#settle?.reject(new Error('the connection was closed')))
  }

  static open(port: number): Promise<HttpConnection> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1')
      socket.once('error', reject)
      socket.once('connect', () => resolve(new HttpConnection(socket)))
    })
  }

  /** @param request a whole request as it goes over the wire */
  send(request: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      // A socket that is closed already tells nobody once more.
      if (this.#socket.destroyed) return reject(new Error('the connection was closed'))
      this.#settle = { resolve, reject }
      this.#socket.write(request)
    })
  }

  close(): void {
    this.#settle = undefined
    this.#socket.destroy()
  }

  #receive(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk])
    const answer = answerIn(this.#received)
    if (answer === undefined) return
    this.#received = Buffer.alloc(0)
    const settle = this.#settle
    this.#settle = undefined
    settle?.resolve(answer)
  }
}

/** @returns undefined while it is not whole */
function answerIn(received: Buffer): Answer | undefined {
  const endOfHead = received.indexOf(END_OF_HEAD)
  if (endOfHead < 0) return undefined
  const head = received.toString('latin1', 0, endOfHead)
  const from = endOfHead + END_OF_HEAD.length
  const status = Number(head.slice(9, 12))
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
  if (length !== undefined) {
    const to = from + Number(length)
    return received.length < to ? undefined : { status, body: received.subarray(from, to) }
  }
  if (/\r\ntransfer-encoding: *chunked/i.test(head)) {
    return received.subarray(-5).toString('latin1') === '0\r\n\r\n'
      ? { status, body: withoutChunks(received.subarray(from)) }
      : undefined
  }
  return { status, body: Buffer.alloc(0) }
}

/** The data of a whole chunked body (RFC 9112, section 7.1). */
function withoutChunks(body: Buffer): Buffer {
  const parts: Buffer[] = []
  for (let at = 0; ; ) {
    const endOfLine = body.indexOf('\r\n', at)
    const size = Number.parseInt(body.toString('latin1', at, endOfLine), 16)
    if (size === 0) return Buffer.concat(parts)
    parts.push(body.subarray(endOfLine + 2, endOfLine + 2 + size))
    at = endOfLine + 2 + size + 2
  }
}
