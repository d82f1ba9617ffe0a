import { describe, expect, test } from 'vitest'
import { type ProblemCode, problemKinds } from '../src/problem-codes.ts'
import { breakingChanges } from './breaking-changes.ts'
import { resolveIn } from './json-node.ts'
import { presentContract } from './recorded-contract.ts'

// biome-ignore lint/suspicious/noExplicitAny: the changes reach anywhere into the document
type Document = any

/** A small contract with one of everything that the rules speak of. */
const contract = (): Document => ({
  paths: {
    '/rooms': {
      post: {
        operationId: 'createRoom',
        security: [{ bearerAuth: [] }],
        parameters: [
          { $ref: '#/components/parameters/Key' },
          { in: 'query', name: 'dryRun', schema: { type: 'boolean', default: false } },
        ],
        requestBody: {
          required: false,
          content: { 'application/json': { schema: { $ref: '#/components/schemas/RoomCreate' } } },
        },
        responses: {
          201: {
            description: 'Made.',
            headers: { Location: { schema: { type: 'string' } } },
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Room' } } },
          },
          400: { $ref: '#/components/responses/Problem400' },
        },
      },
      get: { operationId: 'listRooms', security: [], responses: { 200: { description: 'All.' } } },
    },
  },
  components: {
    parameters: {
      Key: { in: 'header', name: 'Idempotency-Key', schema: { type: 'string', maxLength: 255 } },
    },
    responses: {
      Problem400: {
        description: 'No.',
        'x-problem-codes': ['invalid_request', 'malformed_json'],
        content: { 'application/problem+json': { schema: {} } },
      },
    },
    schemas: {
      RoomCreate: {
        type: 'object',
        properties: {
          name: { type: 'string', minLength: 1, maxLength: 200, pattern: '\\S' },
          kind: { type: 'string', enum: ['room', 'desk'] },
          seats: { type: 'number', minimum: 1, maximum: 100, default: 4 },
          tags: { type: 'array', maxItems: 10, items: { type: 'string' } },
          hours: { anyOf: [{ type: 'object', properties: { start: { type: 'string' } } }, { type: 'null' }] },
          extra: { type: 'object', additionalProperties: true },
        },
        required: ['name'],
        additionalProperties: false,
      },
      Room: {
        type: 'object',
        properties: {
          id: { type: 'string', format: 'uuid' },
          status: { type: 'string', enum: ['active', 'gone'] },
          door: { type: 'string', pattern: '^[A-Z]\\d+$' },
          reason: { type: 'string', enum: ['inactive'], 'x-open-enum': true },
          seats: { type: 'integer', maximum: 100 },
          parent: { $ref: '#/components/schemas/Room' },
          note: { anyOf: [{ type: 'string' }, { type: 'null' }] },
          parts: { type: 'array', items: { type: 'object', properties: { name: { type: 'string' } } } },
        },
        required: ['id', 'status'],
      },
    },
  },
})

const operation = (document: Document, method = 'post') => document.paths['/rooms'][method]
const asked = (document: Document) => document.components.schemas.RoomCreate
const answered = (document: Document) => document.components.schemas.Room

const changesOf = (change: (document: Document) => void): readonly string[] => {
  const after = contract()
  change(after)
  return breakingChanges(contract(), after)
}

/** A rule: what breaks clients, where the finding says it is, and whether undoing it breaks them as well. */
type Rule = readonly [
  title: string,
  change: (document: Document) => void,
  at: string,
  undone: 'free' | 'breaks',
]

const rules: readonly Rule[] = [
  ['an operation is removed', (d) => delete d.paths['/rooms'].get, 'GET /rooms', 'free'],
  [
    'a path is renamed',
    (d) => {
      d.paths['/chambers'] = { post: operation(d) }
      delete d.paths['/rooms'].post
    },
    'POST /rooms',
    'breaks',
  ],
  ['an operation is renamed', (d) => (operation(d).operationId = 'makeRoom'), 'POST /rooms', 'breaks'],
  [
    'a token is asked for',
    (d) => (operation(d, 'get').security = [{ bearerAuth: [] }]),
    'GET /rooms',
    'free',
  ],
  ['a parameter is removed', (d) => operation(d).parameters.pop(), 'query dryRun', 'free'],
  [
    'a parameter that all must send is added',
    (d) => operation(d).parameters.push({ in: 'query', name: 'site', required: true, schema: {} }),
    'query site',
    'breaks',
  ],
  [
    'a parameter becomes required',
    (d) => (operation(d).parameters[1].required = true),
    'query dryRun',
    'free',
  ],
  [
    'a parameter means something else when it is absent',
    (d) => (operation(d).parameters[1].schema.default = true),
    'query dryRun',
    'breaks',
  ],
  [
    'a parameter takes less',
    (d) => (d.components.parameters.Key.schema.maxLength = 64),
    'header Idempotency-Key',
    'free',
  ],
  ['a body becomes required', (d) => (operation(d).requestBody.required = true), 'body', 'free'],
  ['a body is removed', (d) => delete operation(d).requestBody, 'body', 'free'],
  [
    'a body is of another content type',
    (d) => (operation(d).requestBody.content = { 'text/plain': { schema: {} } }),
    'application/json',
    'breaks',
  ],
  ['a property of a request is removed', (d) => delete asked(d).properties.kind, 'body/kind', 'free'],
  ['a property of a request becomes required', (d) => asked(d).required.push('kind'), 'body/kind', 'free'],
  [
    'a required property is added to a request',
    (d) => {
      asked(d).properties.site = { type: 'string' }
      asked(d).required.push('site')
    },
    'body/site',
    'breaks',
  ],
  [
    'a request takes another type',
    (d) => (asked(d).properties.name = { type: 'integer' }),
    'body/name',
    'breaks',
  ],
  [
    'a request takes a narrower type',
    (d) => (asked(d).properties.seats.type = 'integer'),
    'body/seats',
    'free',
  ],
  ['a request takes fewer values', (d) => asked(d).properties.kind.enum.pop(), 'body/kind', 'free'],
  [
    'a request takes a list of values where it took any',
    (d) => (asked(d).properties.tags.items.enum = ['a']),
    'body/tags/items',
    'free',
  ],
  ['an upper limit falls', (d) => (asked(d).properties.seats.maximum = 50), 'body/seats', 'free'],
  ['a lower limit rises', (d) => (asked(d).properties.seats.minimum = 2), 'body/seats', 'free'],
  ['a limit is set', (d) => (asked(d).properties.tags.minItems = 1), 'body/tags', 'free'],
  ['a list takes less', (d) => (asked(d).properties.tags.maxItems = 5), 'body/tags', 'free'],
  ['a pattern changes', (d) => (asked(d).properties.name.pattern = '^\\w+$'), 'body/name', 'breaks'],
  ['a pattern is added', (d) => (asked(d).properties.kind.pattern = '^r'), 'body/kind', 'free'],
  ['a request no longer takes null', (d) => asked(d).properties.hours.anyOf.pop(), 'body/hours', 'free'],
  [
    'further properties are no longer taken',
    (d) => (asked(d).properties.extra.additionalProperties = false),
    'body/extra',
    'free',
  ],
  [
    'deep inside a shape of a request something becomes required',
    (d) => (asked(d).properties.hours.anyOf[0].required = ['start']),
    'body/hours',
    'free',
  ],
  ['a status is removed', (d) => delete operation(d).responses[400], '400', 'free'],
  [
    'a header of an answer is removed',
    (d) => delete operation(d).responses[201].headers.Location,
    '201',
    'free',
  ],
  [
    'an answer is of another content type',
    (d) => (operation(d).responses[201].content = { 'text/plain': { schema: {} } }),
    'application/json',
    'breaks',
  ],
  ['a property of an answer is removed', (d) => delete answered(d).properties.seats, '201/seats', 'free'],
  ['a property of an answer may be absent', (d) => answered(d).required.pop(), '201/status', 'free'],
  [
    'an answer has another type',
    (d) => (answered(d).properties.seats.type = 'string'),
    '201/seats',
    'breaks',
  ],
  ['an answer has a wider type', (d) => (answered(d).properties.seats.type = 'number'), '201/seats', 'free'],
  [
    'an answer has a new value',
    (d) => answered(d).properties.status.enum.push('paused'),
    '201/status',
    'free',
  ],
  [
    'an answer may be null',
    (d) => (answered(d).properties.seats.type = ['integer', 'null']),
    '201/seats',
    'free',
  ],
  [
    'an answer has one more shape',
    (d) => answered(d).properties.note.anyOf.push({ type: 'integer' }),
    '201/note',
    'free',
  ],
  ['an answer has another format', (d) => (answered(d).properties.id.format = 'uri'), '201/id', 'breaks'],
  ['an answer has another pattern', (d) => (answered(d).properties.door.pattern = '.'), '201/door', 'breaks'],
  ['an answer loses its pattern', (d) => delete answered(d).properties.door.pattern, '201/door', 'free'],
  [
    'a list of an answer may hold anything',
    (d) => delete answered(d).properties.parts.items,
    '201/parts',
    'free',
  ],
  [
    'a code gets another status',
    (d) => {
      d.components.responses.Problem400['x-problem-codes'] = ['invalid_request']
      operation(d).responses[422] = { description: 'No.', 'x-problem-codes': ['malformed_json'] }
    },
    'malformed_json',
    'breaks',
  ],
  [
    'a property inside a list of an answer is removed',
    (d) => delete answered(d).properties.parts.items.properties.name,
    '201/parts/items/name',
    'free',
  ],
]

describe('clients break when', () => {
  test.each(rules)('%s', (_title, change, at) => {
    expect(changesOf(change)).toEqual([expect.stringContaining(at)])
  })
})

describe('the other way about', () => {
  test.each(rules)('%s', (_title, change, _at, undone) => {
    const changed = contract()
    change(changed)
    expect(breakingChanges(changed, contract()).length > 0).toBe(undone === 'breaks')
  })
})

const additions: readonly (readonly [string, (document: Document) => void])[] = [
  ['nothing changes', () => {}],
  ['words change', (d) => (answered(d).properties.id.description = 'Its id.')],
  ['examples change', (d) => (asked(d).properties.name.examples = ['A'])],
  [
    'an operation is added',
    (d) => (d.paths['/desks'] = { get: { operationId: 'listDesks', responses: {} } }),
  ],
  [
    'a parameter that may be left out is added',
    (d) => operation(d).parameters.push({ in: 'query', name: 'site', schema: { type: 'string' } }),
  ],
  ['a property that may be left out is added', (d) => (asked(d).properties.site = { type: 'string' })],
  ['an answer has one more property', (d) => (answered(d).properties.site = { type: 'string' })],
  ['an answer has one more property always', (d) => answered(d).required.push('seats')],
  ['a status is added', (d) => (operation(d).responses[409] = { description: 'Taken.' })],
  ['a code is added', (d) => d.components.responses.Problem400['x-problem-codes'].push('invalid_interval')],
  ['an open enumeration of an answer grows', (d) => answered(d).properties.reason.enum.push('closed')],
  ['an upper limit of an answer rises', (d) => (answered(d).properties.seats.maximum = 500)],
  ['an operation is deprecated', (d) => (operation(d).deprecated = true)],
  [
    'a schema is used under another name',
    (d) => {
      d.components.schemas.Chamber = d.components.schemas.Room
      operation(d).responses[201].content['application/json'].schema.$ref = '#/components/schemas/Chamber'
    },
  ],
]

test.each(additions)('clients notice nothing when %s', (_title, change) => {
  expect(changesOf(change)).toEqual([])
})

test('the contract says of every refusal which codes it has', () => {
  const document: Document = presentContract()
  const refusals = Object.values<Document>(document.paths)
    .flatMap((item) => Object.values<Document>(item))
    .flatMap(({ responses }) => Object.entries<Document>(responses))
    .map(([status, answer]) => [status, answer.$ref ? resolveIn(document, answer) : answer] as const)
    .filter(([, answer]) => 'application/problem+json' in (answer.content ?? {}))
  expect(refusals.length).toBeGreaterThan(200)
  for (const [status, answer] of refusals) {
    expect(answer['x-problem-codes'].length).toBeGreaterThan(0)
    for (const code of answer['x-problem-codes'])
      expect([code, String(problemKinds[code as ProblemCode].status)]).toEqual([code, status])
  }
})

test('the whole contract can be compared, and is compatible with itself', () => {
  expect(breakingChanges(presentContract(), presentContract())).toEqual([])
})
