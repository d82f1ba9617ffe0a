import { connect, type Socket } from 'node:net'

/** One way of taking up a connection without ever sending, or taking, anything whole. */
export interface SlowWay {
  /** Sent at once. */
  readonly opening: string
  /** Sent every second from then on; empty for nothing. */
  readonly drip: string
  /** Whether what comes back is read. */
  readonly isReading: boolean
  /** Whether the server is to hang up by itself; those that it does not cut have asked for something. */
  readonly isCut: boolean
}

const DRIP_MS = 1_000
const PIPELINED = 50

const requestLine = (method: string, path: string) => `${method} /api/v1${path} HTTP/1.1\r\nHost: chaos\r\n`

/** @param token bearer token, so that bodies are waited for and lists are answered */
export const slowWays = (token: string): Readonly<Record<string, SlowWay>> => {
  const bearer = `Authorization: Bearer ${token}\r\n`
  return {
    silence: { opening: '', drip: '', isReading: true, isCut: true },
    'slow headers': {
      opening: `${requestLine('GET', '/health')}X-Slow: `,
      drip: 'a',
      isReading: true,
      isCut: true,
    },
    'slow bodies': {
      opening: `${requestLine('POST', '/bookings')}${bearer}Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n`,
      drip: ' ',
      isReading: true,
      isCut: true,
    },
    'answers not read': {
      opening: `${requestLine('GET', '/resources?limit=100')}${bearer}\r\n`.repeat(PIPELINED),
      drip: '',
      isReading: false,
      isCut: false,
    },
  }
}

/** Many connections that are taken up in one way. */
export class SlowSockets {
  readonly #sockets: Socket[]
  readonly #timer: NodeJS.Timeout
  #open: number
  /** When the last one was closed, in milliseconds after they were opened. */
  lastClosedMs = 0

  constructor(port: number, count: number, { opening, drip, isReading }: SlowWay) {
    const begun = performance.now()
    this.#open = count
    this.#sockets = Array.from({ length: count }, () => {
      const socket = connect(port, '127.0.0.1', () => socket.write(opening))
      // A connection that is cut may be reset: that is what is waited for.
      socket.on('error', () => {})
      socket.on('close', () => {
        this.#open--
        this.lastClosedMs = performance.now() - begun
      })
      if (isReading) socket.resume()
      else socket.pause()
      return socket
    })
    this.#timer = setInterval(() => this.#say(drip), DRIP_MS)
  }

  /** How many the server has not closed yet. */
  get open(): number {
    return this.#open
  }

  close(): void {
    clearInterval(this.#timer)
    for (const socket of this.#sockets) socket.destroy()
  }

  #say(drip: string): void {
    if (drip === '') return
    for (const socket of this.#sockets) if (socket.writable) socket.write(drip)
  }
}
