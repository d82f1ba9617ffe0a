/** One e-mail to one person, with the calendar entry that it is about. */
export interface MailMessage {
  /** The same whenever this message is sent again, so that mail programs show it once. */
  readonly messageId: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly calendar: {
    readonly method: 'REQUEST' | 'CANCEL'
    /** An iCalendar object (RFC 5545). */
    readonly content: string
  }
}

/**
 * Why a message was not taken. `refused`: it never will be (SMTP 5yz); `later`: it may be another time; `unreachable`:
 * the server cannot be reached or does not know us, which goes for every message.
 */
export type MailFailure = 'refused' | 'later' | 'unreachable'

/** A message was not taken. It carries a code, never the server's words, which may hold addresses. */
export class MailError extends Error {
  override readonly name = 'MailError'
  readonly failure: MailFailure
  /** An SMTP reply code such as `550`, or the code of a failed connection such as `ETIMEDOUT`. */
  readonly code: string
  constructor(failure: MailFailure, code: string) {
    super(`The message was not taken: ${code}.`)
    this.failure = failure
    this.code = code
  }
}

/** Gives messages to a mail server. */
export interface Mailer {
  /** The address that messages come from. */
  readonly sender: string
  /** Resolves when the server has taken the message. @throws MailError */
  readonly send: (message: MailMessage, nowMs: number) => Promise<void>
  readonly close: () => void
}
