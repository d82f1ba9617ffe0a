import { createTransport } from 'nodemailer'
import { MailError, type Mailer, type MailFailure } from './mail-message.ts'

/** A server that says nothing for so long is not reachable. Each is shorter than a notification's claim. */
const SILENCE_MS = 8_000

export interface SmtpOptions {
  /** `smtp://user:password@host:port` or `smtps://…` */
  readonly url: string
  readonly sender: { readonly name: string; readonly address: string }
  /** Connections held at most. */
  readonly connectionsMax: number
}

/** Opens a mailer over SMTP; connections are made when first needed, kept, and made anew when they break. */
export const openSmtpMailer = ({ url, sender, connectionsMax }: SmtpOptions): Mailer => {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: connectionsMax,
    connectionTimeout: SILENCE_MS,
    greetingTimeout: SILENCE_MS,
    socketTimeout: SILENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    sender: sender.address,
    async send({ messageId, to, subject, text, calendar }, nowMs) {
      try {
        await transport.sendMail({
          messageId,
          from: sender,
          to: { name: '', address: to },
          subject: oneLine(subject),
          text,
          date: new Date(nowMs),
          headers: { 'Auto-Submitted': 'auto-generated' },
          icalEvent: { filename: 'booking.ics', method: calendar.method, content: calendar.content },
        })
      } catch (error) {
        throw mailErrorOf(error as SmtpFault)
      }
    },
    close: () => transport.close(),
  }
}

/** What the library throws. */
interface SmtpFault {
  readonly code?: string
  readonly responseCode?: number
}

const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()

/** EENVELOPE and EMESSAGE are answers to a message; everything else is about the connection or our login. */
const mailErrorOf = ({ code = 'unknown', responseCode }: SmtpFault): MailError => {
  const isAboutMessage = responseCode !== undefined && (code === 'EENVELOPE' || code === 'EMESSAGE')
  const failure: MailFailure = !isAboutMessage ? 'unreachable' : responseCode >= 500 ? 'refused' : 'later'
  return new MailError(failure, String(responseCode ?? code))
}
