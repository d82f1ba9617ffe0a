import { hostname } from 'node:os'
import { isAddress } from '@booking/storage'
import * as z from 'zod'

/** `bookings@example.com`, or with a name before it: `Room bookings <bookings@example.com>`. */
const senderOf = (text: string) => {
  const [, name = '', address = text] = /^([^<>@"\\\p{Cc}]*)<([^<>]*)>$/u.exec(text) ?? []
  return { name: name.trim(), address }
}

const fields = z.object({
  DATABASE_URL: z.string().refine((value) => /^postgres(ql)?:\/\//.test(value) && URL.canParse(value), {
    error: 'must be a URL that begins with postgresql://',
  }),
  WORKER_CONCURRENCY: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, { error: 'must be a whole number from 1 to 999' })
    .transform(Number)
    .default(2),
  WORKER_METRICS_PORT: z
    .string()
    .regex(/^\d{1,5}$/, { error: 'must be a port: a whole number from 0 to 65535' })
    .transform(Number)
    .refine((port) => port <= 65_535, { error: 'must be a port: a whole number from 0 to 65535' })
    .optional(),
  HOST: z.string().min(1).default('0.0.0.0'),
  SMTP_URL: z
    .string()
    .refine((value) => /^smtps?:\/\/./.test(value) && URL.canParse(value), {
      error: 'must be a URL that begins with smtp:// or smtps://',
    })
    .optional(),
  MAIL_FROM: z
    .string()
    .transform(senderOf)
    .refine(({ address }) => isAddress(address), {
      error: 'must be an e-mail address, with a name before it or without: Rooms <rooms@example.com>',
    })
    .optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
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
  /** The mail server and whom messages come from; without it attendees are not notified. */
  readonly mail:
    | { readonly url: string; readonly sender: { readonly name: string; readonly address: string } }
    | undefined
  /** Names this process among the workers. */
  readonly workerName: string
}

/** A setting is missing or wrong. The message names settings, never their values. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/**
 * Reads the settings of the worker.
 *
 * @param environment usually process.env
 * @throws ConfigError with a line for every setting that is wrong
 */
export const readConfig = (environment: Readonly<Record<string, string | undefined>>): Config => {
  const given = Object.fromEntries(
    Object.keys(fields.shape).map((name) => [name, environment[name] === '' ? undefined : environment[name]]),
  )
  const unknown = Object.keys(environment).filter((name) => ours.test(name) && !(name in fields.shape))
  const result = schema.safeParse(given, {
    error: (issue) => (issue.input === undefined ? 'is required' : undefined),
  })
  if (!result.success || unknown.length > 0) {
    const lines = [
      ...(result.error?.issues ?? []).map(({ path, message }) => `  ${path.join('.')} ${message}`),
      ...unknown.map((name) => `  ${name} is not known; check its spelling`),
    ]
    throw new ConfigError(`The settings cannot be used:\n${lines.join('\n')}`)
  }
  const { SMTP_URL: url, MAIL_FROM: sender, ...settings } = result.data
  return Object.freeze({
    databaseUrl: settings.DATABASE_URL,
    concurrency: settings.WORKER_CONCURRENCY,
    metrics:
      settings.WORKER_METRICS_PORT === undefined
        ? undefined
        : { port: settings.WORKER_METRICS_PORT, hostname: settings.HOST },
    logLevel: settings.LOG_LEVEL,
    mail: url === undefined || sender === undefined ? undefined : { url, sender },
    workerName: `${hostname()}:${process.pid}`,
  })
}
