import type * as z from 'zod'

/** A setting is missing or wrong. The message names settings, never their values. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/**
 * Reads settings. An empty value counts as absent.
 *
 * @param schema what there is, by name; each message of its own completes a sentence that begins with the name
 * @param ours matches the beginning of names that only we use: one of them that is not in the schema is a setting
 *   misspelt. Those that platforms set by themselves (`DATABASE_HOST`, `REDIS_PORT` of a Kubernetes service) must not
 *   be among them
 * @param environment usually process.env
 * @throws ConfigError with a line for every setting that is wrong
 */
export const readSettings = <Schema extends z.ZodObject>(
  schema: Schema,
  ours: RegExp,
  environment: Readonly<Record<string, string | undefined>>,
): z.output<Schema> => {
  const given = Object.fromEntries(
    Object.keys(schema.shape).map((name) => [name, environment[name] === '' ? undefined : environment[name]]),
  )
  const unknown = Object.keys(environment).filter((name) => ours.test(name) && !(name in schema.shape))
  const result = schema.safeParse(given, {
    error: (issue) => (issue.input === undefined ? 'is required' : undefined),
  })
  if (result.success && unknown.length === 0) return result.data
  const lines = [
    ...(result.error?.issues ?? []).map(({ path, message }) => `  ${path.join('.')} ${message}`),
    ...unknown.map((name) => `  ${name} is not known; check its spelling`),
  ]
  throw new ConfigError(`The settings cannot be used:\n${lines.join('\n')}`)
}
