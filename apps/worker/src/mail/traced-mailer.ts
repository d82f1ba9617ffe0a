import type { Tracing } from '@booking/telemetry'
import { MailError, type Mailer } from './mail-message.ts'

/** The same mailer; each message that it sends is a span, which says neither to whom nor what. */
export const tracedMailer = (mailer: Mailer, tracing: Tracing): Mailer => ({
  ...mailer,
  send: (message, nowMs) =>
    tracing.inSpan(
      {
        name: 'SMTP send',
        kind: 'client',
        attributes: { 'network.protocol.name': 'smtp', 'booking.mail.method': message.calendar.method },
        failureOf: (error) => (error instanceof MailError ? error.code : 'unknown'),
      },
      () => mailer.send(message, nowMs),
    ),
})
