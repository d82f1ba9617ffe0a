import type { AddressInfo } from 'node:net'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import { afterAll } from 'vitest'

/** What a mail server took, or was given without saying that it did. */
export interface TakenMessage {
  readonly recipients: readonly string[]
  readonly raw: string
  readonly email: Email
  /** The text/calendar part, decoded. */
  readonly calendar: string
  /** The METHOD in the content type of that part. */
  readonly method: string | undefined
}

export interface MailServer {
  readonly url: string
  readonly port: number
  readonly messages: TakenMessage[]
  close(): Promise<void>
}

export interface MailServerOptions {
  /** The port; default: any free one. */
  readonly port?: number
  /** May reject with a `responseCode`, or take its time. */
  readonly onRecipient?: (address: string) => Promise<void> | void
  /** Called with a message that is there, before the server says that it is. */
  readonly onMessage?: (message: TakenMessage) => Promise<void> | void
}

/** An answer such as `550 no`. */
export const reply = (responseCode: number): Error =>
  Object.assign(new Error('no, ann@example.com'), { responseCode })

const running = new Set<MailServer>()
afterAll(async () => {
  for (const server of running) await server.close()
})

/** A real SMTP server on loopback. */
export const startMailServer = async (options: MailServerOptions = {}): Promise<MailServer> => {
  const messages: TakenMessage[] = []
  const sockets = new Set<{ destroy(): void }>()
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 100,
    onRcptTo({ address }, _session, done) {
      Promise.resolve(options.onRecipient?.(address)).then(() => done(), done)
    },
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        take(
          Buffer.concat(chunks),
          envelope.rcptTo.map(({ address }) => address),
        ).then(() => done(), done)
      })
    },
  })
  const take = async (bytes: Buffer, recipients: string[]) => {
    const email = await PostalMime.parse(bytes)
    const raw = bytes.toString('latin1')
    const part = email.attachments.find(({ mimeType }) => mimeType === 'text/calendar')
    const message: TakenMessage = {
      recipients,
      raw,
      email,
      calendar: part === undefined ? '' : Buffer.from(part.content as ArrayBuffer).toString('utf8'),
      method: part?.method,
    }
    messages.push(message)
    await options.onMessage?.(message)
  }
  server.on('error', () => {})
  server.server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => {
    server.listen(options.port ?? 0, '127.0.0.1', () => resolve())
  })
  const { port } = server.server.address() as AddressInfo
  const mailServer: MailServer = {
    url: `smtp://127.0.0.1:${port}`,
    port,
    messages,
    async close() {
      running.delete(mailServer)
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      })
    },
  }
  running.add(mailServer)
  return mailServer
}
