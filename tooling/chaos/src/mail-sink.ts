import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

/** A mail server that takes everything; while it holds, it says nothing of what it has taken. */
export interface MailSink {
  readonly url: string
  /** How often each message came, by its Message-ID. */
  readonly messages: ReadonlyMap<string, number>
  /** From now on messages are taken without an answer. */
  hold(): void
  /** Answers everything that comes from now on; what was held stays without an answer. */
  release(): void
  close(): Promise<void>
}

export const startMailSink = async (): Promise<MailSink> => {
  const messages = new Map<string, number>()
  let isHolding = false
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 100,
    onData(stream, _session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const id = /^Message-ID:\s*(\S+)/im.exec(Buffer.concat(chunks).toString('latin1'))?.[1] ?? 'none'
        messages.set(id, (messages.get(id) ?? 0) + 1)
        if (!isHolding) done()
      })
    },
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const { port } = server.server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    messages,
    hold: () => {
      isHolding = true
    },
    release: () => {
      isHolding = false
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
