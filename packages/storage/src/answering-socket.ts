import { connect, type Socket } from 'node:net'

/** The driver's options, as it gives them to its option `socket` (porsager/postgres 3.4). */
interface DriverOptions {
  readonly host: readonly string[]
  readonly port: readonly number[]
  /** Of a Unix socket. */
  readonly path?: string | false
  /** By the type's number; those of arrays are added when the driver has asked the server for them. */
  readonly serializers: Readonly<Record<number, unknown>>
  fetch_types: boolean
}

const TEXT_ARRAY = 1009

const LOOKS_AN_ANSWER = 4

/**
 * Makes sockets for the driver that are destroyed when the server owes an answer for longer than `answerMsMax`. Without
 * it a connection whose other end has vanished without a word keeps its query, and its place in the pool, for as long
 * as TCP tries, which is a quarter of an hour and more. With TLS the driver takes the socket away from us, and TCP's
 * patience is what is left.
 *
 * @param answerMsMax must be longer than the server may take for a statement, which its own timeout limits; 0 for no
 *   limit
 */
export const answeringSockets = (answerMsMax: number) => {
  let attempt = 0
  return (options: DriverOptions): Socket => {
    const { host, port, path } = options
    // A connection that is lost while it asks for the types of arrays ends the process, and asking once is enough.
    if (TEXT_ARRAY in options.serializers) options.fetch_types = false
    const at = attempt++ % host.length
    // The driver writes at once; what it writes waits for the connection.
    const socket = path ? connect(path) : connect(port[at]!, host[at]!)
    closeWithoutError(socket)
    if (answerMsMax > 0) watch(socket, answerMsMax)
    return socket
  }
}

/**
 * After an error of the socket the driver forgets queries that were handed to the connection before it has closed:
 * they never settle, and the connection is out of step (3.4.9). After a close without an error it fails them all as
 * CONNECTION_CLOSED. A connection that never came about keeps its error.
 */
const closeWithoutError = (socket: Socket): void => {
  const destroy = socket.destroy.bind(socket)
  socket.destroy = (error) => destroy(socket.bytesRead > 0 ? undefined : error)
}

const watch = (socket: Socket, answerMsMax: number): void => {
  /** Nothing that was written before has to be answered any more. */
  let writtenWhenRead = 0
  let lastReadAt = performance.now()
  socket.on('data', () => {
    writtenWhenRead = socket.bytesWritten
    lastReadAt = performance.now()
  })
  let owedSince: number | null = null
  const look = () => {
    if (socket.destroyed || socket.listenerCount('data') === 0) return clearInterval(timer)
    const now = performance.now()
    if (socket.bytesWritten === writtenWhenRead) owedSince = null
    else if (owedSince === null || owedSince < lastReadAt) owedSince = now
    else if (now - owedSince >= answerMsMax) socket.destroy()
  }
  const timer = setInterval(look, answerMsMax / LOOKS_AN_ANSWER)
  timer.unref()
}
