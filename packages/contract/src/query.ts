import * as z from 'zod'
import type { ZodOpenApiOverrideMetaContext } from 'zod-openapi'

const digits = /^(?:0|[1-9]\d{0,9})$/

/** Whole number in a query string, `min` to `max`, decimal digits only. */
export function queryInteger(bounds: { min: number; max: number }) {
  return z
    .string()
    .transform((value, context) => {
      const number = digits.test(value) ? Number(value) : Number.NaN
      if (number >= bounds.min && number <= bounds.max) return number
      context.addIssue({
        code: 'custom',
        message: `must be a whole number from ${bounds.min} to ${bounds.max}`,
      })
      return z.NEVER
    })
    .meta({ override: { type: 'integer', minimum: bounds.min, maximum: bounds.max } })
}

/** `true` or `false` in a query string, exactly so written. */
export const queryBoolean = z
  .enum(['true', 'false'], { error: 'must be true or false' })
  .transform((value) => value === 'true')
  .meta({
    override: ({ jsonSchema }: ZodOpenApiOverrideMetaContext) =>
      replaceKeywords(jsonSchema, { type: 'boolean' }),
  })

function replaceKeywords(jsonSchema: object, keywords: object): void {
  for (const key of Object.keys(jsonSchema)) Reflect.deleteProperty(jsonSchema, key)
  Object.assign(jsonSchema, keywords)
}

/**
 * The query string as a record for the query schemas. A parameter that is given twice stays a list, which no
 * schema accepts, so that neither value is chosen in silence.
 */
export function queryRecord(search: URLSearchParams): Record<string, string | string[]> {
  const record: Record<string, string | string[]> = Object.create(null)
  for (const name of new Set(search.keys())) {
    const values = search.getAll(name)
    record[name] = values.length === 1 ? values[0]! : values
  }
  return record
}
