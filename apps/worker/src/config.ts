import { hostname } from 'node:os'
import {
  readSettings,
  sharedFields,
  type TraceSettings,
  traceFields,
  traceSettings,
  url,
  wholeNumber,
} from '@booking/settings'
import { isAddress } from '@booking/storage'
import * as z from 'zod'

/** `bookings@example.com`, or with a name before it: `Room bookings <bookings@example.com>`. */
const senderOf = (text: string) => {
  const [, name = '', address = text] = /^([^<>@"\\\p{Cc}]*)<([^<>]*)>$/u.exec(text) ?? []
  return { name: name.trim(), address }
}

const fields = z.object({
  ...sharedFields,
  ...traceFields,
  WORKER_CONCURRENCY: wholeNumber(1, 999).default(2),
  WORKER_METRICS_PORT: wholeNumber(0, 65_535).optional(),
  SMTP_URL: url('smtp', 'smtps').optional(),
  MAIL_FROM: z
    .string()
    .transform(senderOf)
    .refine(({ address }) => isAddress(address), {
      error: 'must be an e-mail address, with a name before it or without: Rooms <rooms@example.com>',
    })
    .optional(),
})

/** Names that nothing else uses: one of them that is not known is a setting misspelt. */
const ours = /^(?:SMTP_|MAIL_|WORKER_METRICS|WORKER_CONC)/

/** Mail needs a server and a sender. */
const schema = fields.superRefine((settings, context) => {
  const report = (name: string, message: string) =>
    context.addIssue({ code: 'custom', path: [name], message })
  if (settings.SMTP_URL !== undefined && settings.MAIL_FROM === undefined)
    report('MAIL_FROM', 'is required with SMTP_URL')
  if (settings.MAIL_FROM !== undefined && settings.SMTP_URL === undefined)
    report('SMTP_URL', 'is required with MAIL_FROM')
})

/** Everything the environment decides, read once and frozen. */
export interface Config {
  readonly databaseUrl: string
  readonly concurrency: number
  /** Where Prometheus asks; undefined serves no metrics. */
  readonly metrics: { readonly port: number; readonly hostname: string } | undefined
  readonly logLevel: string
  /** Where traces go; undefined makes none. */
  readonly traces: TraceSettings | undefined
  /** The mail server and whom messages come from; without it attendees are not notified. */
  readonly mail:
    | { readonly url: string; readonly sender: { readonly name: string; readonly address: string } }
    | undefined
  /** Names this process among the workers. */
  readonly workerName: string
}

/**
 * Reads the settings of the worker.
 *
 * @param environment usually process.env
 * @throws ConfigError with a line for every setting that is wrong
 */
export const readConfig = (environment: Readonly<Record<string, string | undefined>>): Config => {
  const { SMTP_URL, MAIL_FROM, ...settings } = readSettings(schema, ours, environment)
  return Object.freeze({
    databaseUrl: settings.DATABASE_URL,
    concurrency: settings.WORKER_CONCURRENCY,
    metrics:
      settings.WORKER_METRICS_PORT === undefined
        ? undefined
        : { port: settings.WORKER_METRICS_PORT, hostname: settings.HOST },
    logLevel: settings.LOG_LEVEL,
    traces: traceSettings(settings, 'booking-worker'),
    mail:
      SMTP_URL === undefined || MAIL_FROM === undefined ? undefined : { url: SMTP_URL, sender: MAIL_FROM },
    workerName: `${hostname()}:${process.pid}`,
  })
}
