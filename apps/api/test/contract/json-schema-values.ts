import fc from 'fast-check'

/** A schema of the OpenAPI document. */
// biome-ignore lint/suspicious/noExplicitAny: JSON Schema, read keyword by keyword
export type Schema = any

const minute = 60_000

/** Instants of two weeks, on the half hour, so that what is generated meets. */
export const instants = fc
  .integer({ min: 0, max: 14 * 48 })
  .map((halfHours) => new Date(Date.parse('2025-02-03T00:00:00Z') + halfHours * 30 * minute).toISOString())

const dates = fc.oneof(
  { weight: 9, arbitrary: instants.map((instant) => instant.slice(0, 10)) },
  { weight: 1, arbitrary: fc.constantFrom('2024-02-29', '2031-01-01', '0001-01-01', '9999-12-31') },
)

const rules = fc.constantFrom(
  'FREQ=DAILY;COUNT=5',
  'FREQ=DAILY',
  'RRULE:FREQ=WEEKLY;BYDAY=MO,WE,FR;COUNT=6',
  'FREQ=WEEKLY;INTERVAL=7',
  'FREQ=MONTHLY;BYMONTHDAY=-1',
  'FREQ=MONTHLY;BYDAY=2TU;UNTIL=20261231T000000Z',
  'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29',
  'FREQ=HOURLY;INTERVAL=5;COUNT=9',
  'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
  'FREQ=MINUTELY',
  'FREQ=DAILY;BYSETPOS=1;BYHOUR=9,17',
  'FREQ=DAILY;COUNT=0',
  'FREQ=DAILY;UNTIL=20250101',
  'FREQ=WEEKLY;WKST=SU;BYDAY=SU;COUNT=3',
)

/** What a field of this name is likely to be about; {@link Reference} stands for what an earlier answer held. */
const known: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  recurrenceRule: rules,
  timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Africa/Casablanca', 'Mars/Olympus'),
  userId: fc.constantFrom('olive', 'admin', 'stranger', 'übung', 'a b'),
  createdBy: fc.constantFrom('olive', 'olive', 'olive', 'stranger'),
  attendee: fc.constantFrom('olive', 'stranger'),
  email: fc.integer({ min: 1, max: 9 }).map((at) => `user${at}@example.com`),
  password: fc.constantFrom('correct horse battery staple', 'correct horse battery staple', 'something else'),
  'idempotency-key': fc.integer({ min: 1, max: 60 }).map((at) => `key-${at}`),
  'if-match': fc.constantFrom('*', '"1"', '"2"', '"1", "2", "3"', 'W/"1"'),
  'if-none-match': fc.constantFrom('*', '"1"', '"9"', 'W/"1"'),
  prefer: fc.constantFrom('return=minimal', 'respond-async'),
  'x-request-id': fc.constantFrom('a', 'request-1'),
  duration: fc.integer({ min: 1, max: 300 }),
}

const bounded = (min: unknown, max: unknown, most: number) => {
  const low = typeof min === 'number' ? min : 0
  return { min: low, max: Math.max(low, Math.min(typeof max === 'number' ? max : most, low + most)) }
}

const textOf = (schema: Schema): fc.Arbitrary<string> => {
  if (schema.format === 'date' || schema.pattern?.startsWith('^\\d{4}-')) return dates
  if (schema.format === 'date-time') return instants
  if (schema.pattern !== undefined && schema.pattern !== '\\S')
    return fc.stringMatching(new RegExp(schema.pattern))
  const { min, max } = bounded(schema.minLength, schema.maxLength, 30)
  return fc.string({ unit: 'grapheme', minLength: min, maxLength: max })
}

const objectOf = (document: Schema, schema: Schema): fc.Arbitrary<unknown> => {
  const properties = Object.entries<Schema>(schema.properties ?? {}).filter(
    ([, inner]) => inner.not === undefined,
  )
  if (properties.length === 0 && schema.additionalProperties !== false)
    return fc.dictionary(fc.string({ maxLength: 10 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 })
  const shape = Object.fromEntries(properties.map(([name, inner]) => [name, valuesOf(document, inner, name)]))
  return fc.record(shape, { requiredKeys: schema.required ?? [] })
}

/** Values that a schema of the document allows, as far as a schema can say it. */
export const valuesOf = (document: Schema, given: Schema, name = ''): fc.Arbitrary<unknown> => {
  const hint = known[name]
  if (hint !== undefined) return hint
  const schema = given.$ref === undefined ? given : document.components.schemas[given.$ref.split('/').at(-1)]
  const inner = (next: Schema) => valuesOf(document, next, name.replace(/s$/, ''))
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  const branches = schema.anyOf ?? schema.oneOf
  if (branches !== undefined) return fc.oneof(...branches.map(inner))
  switch (schema.type) {
    case 'string':
      return textOf(schema)
    case 'integer':
      return fc.integer(bounded(schema.minimum, schema.maximum, 1_000))
    case 'number':
      return fc.integer(bounded(schema.minimum, schema.maximum, 1_000))
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array': {
      const { min, max } = bounded(schema.minItems, schema.maxItems, 4)
      return fc.uniqueArray(inner(schema.items), { minLength: min, maxLength: max, selector: JSON.stringify })
    }
    case 'object':
      return objectOf(document, schema)
    default:
      return fc.jsonValue({ maxDepth: 1 })
  }
}
