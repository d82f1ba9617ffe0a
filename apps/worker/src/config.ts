import { hostname } from 'node:os'
import * as z from 'zod'

const schema = z.object({
  DATABASE_URL: z.string().refine((value) => /^postgres(ql)?:\/\//.test(value) && URL.canParse(value), {
    error: 'must be a URL that begins with postgresql://',
  }),
  WORKER_CONCURRENCY: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, { error: 'must be a whole number from 1 to 999' })
    .transform(Number)
    .default(2),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
})

/** Everything the environment decides, read once and frozen. */
export interface Config {
  readonly databaseUrl: string
  readonly concurrency: number
  readonly logLevel: string
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
    Object.keys(schema.shape).map((name) => [name, environment[name] === '' ? undefined : environment[name]]),
  )
  const result = schema.safeParse(given, {
    error: (issue) => (issue.input === undefined ? 'is required' : undefined),
  })
  if (!result.success) {
    const lines = result.error.issues.map(({ path, message }) => `  ${path.join('.')} ${message}`)
    throw new ConfigError(`The settings cannot be used:\n${lines.join('\n')}`)
  }
  return Object.freeze({
    databaseUrl: result.data.DATABASE_URL,
    concurrency: result.data.WORKER_CONCURRENCY,
    logLevel: result.data.LOG_LEVEL,
    workerName: `${hostname()}:${process.pid}`,
  })
}
