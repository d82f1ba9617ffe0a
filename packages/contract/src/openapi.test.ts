import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { openApiDocument } from './openapi.ts'
import { operationList } from './operations.ts'

const document = JSON.parse(JSON.stringify(openApiDocument({ version: '1.0.0' })))

/** Every object in the document with a schema and examples, with its JSON pointer. */
function* exampled(node: unknown, pointer: string): Generator<[string, Record<string, unknown>]> {
  if (typeof node !== 'object' || node === null) return
  const record = node as Record<string, unknown>
  if ('schema' in record && ('examples' in record || 'example' in record)) yield [pointer, record]
  for (const [key, inner] of Object.entries(record)) {
    yield* exampled(inner, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`)
  }
}

const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false })
ajv.addSchema(document, 'openapi')

test('the document is valid OpenAPI 3.1, references included', async () => {
  const validator = new Validator()
  expect(await validator.validate(structuredClone(document))).toEqual({ valid: true })
  expect(validator.version).toBe('3.1')
})

describe('every example is accepted by its own schema', () => {
  const found = [...exampled(document, '')]

  test('and there are examples', () => {
    expect(found.length).toBeGreaterThan(100)
  })

  test.each(found)('%s', (pointer, node) => {
    const check = ajv.getSchema(`openapi#${encodeURI(pointer)}/schema`)!
    const named = (node.examples ?? { example: { value: node.example } }) as Record<
      string,
      { value: unknown }
    >
    for (const [name, example] of Object.entries(named)) {
      expect([name, check(example.value), check.errors]).toEqual([name, true, null])
    }
  })
})

test('the schemas of the document refuse what the validators refuse', () => {
  const check = ajv.getSchema('openapi#/components/schemas/BookingCreate')!
  const body = operationList.find((operation) => operation.operationId === 'createBooking')!.examples!.body!
    .booking!.value
  expect(check(body)).toBe(true)
  for (const change of [
    { title: '' },
    { title: '  ' },
    { startTime: '2025-01-20T10:00:00' },
    { startTime: '2025-01-20T24:00:00Z' },
    { recurrenceRule: 'FREQ=DAILY' },
    { colour: 'red' },
    { metadata: [] },
  ]) {
    expect([change, check({ ...(body as object), ...change })]).toEqual([change, false])
  }
})

test('every operation is in the document with all its statuses, and nothing else is', () => {
  const paths: Record<
    string,
    Record<string, { operationId: string; responses: object; tags: string[] }>
  > = document.paths
  const inDocument = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => `${operation.operationId} ${method} ${path}`),
  )
  expect(inDocument.sort()).toEqual(operationList.map((o) => `${o.operationId} ${o.method} ${o.path}`).sort())
  const tagNames = document.tags.map((tag: { name: string }) => tag.name)
  for (const item of Object.values(paths)) {
    for (const operation of Object.values(item)) {
      expect(tagNames).toContain(operation.tags[0])
      expect(Object.keys(operation.responses).length).toBeGreaterThan(1)
    }
  }
})

test('answers are open to further fields, requests are not', () => {
  const schemas: Record<string, { additionalProperties?: boolean }> = document.components.schemas
  expect(schemas.Booking?.additionalProperties).toBeUndefined()
  expect(schemas.Problem?.additionalProperties).toBeUndefined()
  expect(schemas.BookingCreate?.additionalProperties).toBe(false)
})

test('tokens are asked for everywhere but at the health checks', () => {
  const open = operationList
    .filter((operation) => operation.security === 'open')
    .map((operation) => operation.path)
  expect(open).toEqual(['/health', '/health/live', '/health/ready'])
  expect(document.paths['/bookings'].get.security).toEqual([{ bearerAuth: [] }])
  expect(document.paths['/health'].get.security).toEqual([])
})

test('parameters keep the defaults and bounds that the validators have', () => {
  const parameters: { name: string; schema: object }[] = document.paths['/resources'].get.parameters
  const schemaOf = (name: string) => parameters.find((parameter) => parameter.name === name)?.schema
  expect(schemaOf('page')).toMatchObject({ type: 'integer', minimum: 1, default: 1 })
  expect(schemaOf('limit')).toMatchObject({ type: 'integer', minimum: 1, maximum: 100, default: 20 })
  expect(schemaOf('includeInactive')).toMatchObject({ type: 'boolean', default: false })
})

test('the address of the server can be given', () => {
  expect(document.servers).toEqual([{ url: '/api/v1' }])
  const served = openApiDocument({ version: '1.0.0', serverUrl: 'http://localhost:3000/api/v1' })
  expect(served.servers).toEqual([{ url: 'http://localhost:3000/api/v1' }])
})

test('the document is the same every time', () => {
  expect(JSON.stringify(openApiDocument({ version: '1.0.0' }))).toBe(JSON.stringify(document))
})
