import * as z from 'zod'
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiOverrideContext,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponseObject,
} from 'zod-openapi'
import { problemExtensionExamples } from './examples.ts'
import {
  headerSchemas,
  headerTitles,
  type RequestHeaderName,
  type ResponseHeaderName,
  responseHeaders,
} from './headers.ts'
import {
  type AnswerSpec,
  basePath,
  bearerProblems,
  bodyProblems,
  type Operation,
  statusesOf,
} from './operation.ts'
import { operationList } from './operations.ts'
import { problemAnswer, problemDocument } from './problem.ts'
import { type ProblemCode, problemKinds } from './problem-codes.ts'

const tags = [
  { name: 'Resources', description: 'What can be booked.' },
  { name: 'Availability', description: 'What is free, and what is in the way.' },
  { name: 'Bookings', description: 'Single bookings and series.' },
  { name: 'Exceptions', description: 'Single occurrences of a series that are cancelled or modified.' },
  { name: 'Authentication', description: 'Signing in, and who one is.' },
  { name: 'Users', description: 'Who can sign in.' },
  { name: 'Health', description: 'For monitoring and orchestration.' },
]

function headersOf(names: readonly ResponseHeaderName[]) {
  return z.object(Object.fromEntries(names.map((name) => [name, responseHeaders[name]])))
}

type Marks = Pick<Operation, 'security' | 'deprecated'>

/** What every answer of an operation carries, refusals included. */
function commonHeaders({ security, deprecated }: Marks): ResponseHeaderName[] {
  const limited: ResponseHeaderName[] = security === 'open' ? [] : ['RateLimit', 'RateLimit-Policy']
  const deprecating: ResponseHeaderName[] = deprecated ? ['Deprecation', 'Sunset', 'Link'] : []
  return ['X-Request-Id', ...limited, ...deprecating]
}

function answerResponse(spec: AnswerSpec, operation: Operation): ZodOpenApiResponseObject {
  return {
    description: spec.description,
    headers: headersOf([...commonHeaders(operation), ...(spec.headers ?? [])]),
    ...(spec.schema && {
      content: {
        'application/json': { schema: spec.schema, ...(spec.examples && { examples: { ...spec.examples } }) },
      },
    }),
  }
}

const headersByStatus: Readonly<Record<number, readonly ResponseHeaderName[]>> = {
  401: ['WWW-Authenticate'],
  409: ['Retry-After'],
  415: ['Accept-Encoding'],
  429: ['Retry-After'],
  503: ['Retry-After'],
}

/** The codes that have this status, each once, by name. */
function codesWithStatus(codes: readonly ProblemCode[], status: number): ProblemCode[] {
  return [...new Set(codes)].filter((code) => problemKinds[code].status === status).sort()
}

function problemExample(code: ProblemCode) {
  const extra =
    code in problemExtensionExamples
      ? problemExtensionExamples[code as keyof typeof problemExtensionExamples]
      : {}
  return {
    summary: problemKinds[code].title,
    value: problemDocument(code, {
      ...structuredClone(extra),
      instance: `${basePath}/bookings`,
      requestId: 'c0ffee00-1111-4222-8333-444455556666',
    }),
  }
}

function problemResponse(
  status: number,
  codes: readonly ProblemCode[],
  marks: Marks,
): ZodOpenApiResponseObject {
  return {
    description: codes.map((code) => `\`${code}\`: ${problemKinds[code].title}.`).join(' '),
    'x-problem-codes': [...codes],
    headers: headersOf([...commonHeaders(marks), ...(headersByStatus[status] ?? [])]),
    content: {
      'application/problem+json': {
        schema: problemAnswer,
        examples: Object.fromEntries(codes.map((code) => [code, problemExample(code)])),
      },
    },
  }
}

const sharedCodes: readonly ProblemCode[] = [...bearerProblems, ...bodyProblems, 'forbidden']

/** Problem responses that most operations have in common: components named by their status. */
const sharedResponses: ReadonlyMap<string, ZodOpenApiResponseObject> = new Map(
  [...new Set(sharedCodes.map((code) => problemKinds[code].status))].map((status) => {
    const codes = codesWithStatus(sharedCodes, status)
    return [
      codes.join(),
      { ...problemResponse(status, codes, { security: 'bearer' }), id: `Problem${status}` },
    ]
  }),
)

function responseOf(status: number, operation: Operation): ZodOpenApiResponseObject {
  const spec = operation.responses[status]
  if (spec) return answerResponse(spec, operation)
  const codes = codesWithStatus(operation.problems, status)
  const isLikeMost = operation.security !== 'open' && operation.deprecated === undefined
  const shared = isLikeMost ? sharedResponses.get(codes.join()) : undefined
  return shared ?? problemResponse(status, codes, operation)
}

function responsesOf(
  operation: Operation,
): Record<`${1 | 2 | 3 | 4 | 5}${string}`, ZodOpenApiResponseObject> {
  return Object.fromEntries(statusesOf(operation).map((status) => [status, responseOf(status, operation)]))
}

/** Made once, so that every operation refers to the same components. */
const headerComponents: Readonly<Record<string, z.ZodType>> = Object.fromEntries(
  Object.entries(headerTitles).map(([key, name]) => [
    key,
    headerSchemas[key as RequestHeaderName].meta({ param: { name, in: 'header', id: name } }),
  ]),
)

function headerParameters(operation: Operation): z.ZodType[] {
  return Object.keys(operation.headers.shape).map((name) => headerComponents[name]!)
}

function operationObject(operation: Operation): ZodOpenApiOperationObject {
  const { params, query, body } = operation
  return {
    operationId: operation.operationId,
    tags: [operation.tag],
    summary: operation.summary,
    description: operation.description,
    ...(operation.deprecated && { deprecated: true }),
    security: operation.security !== 'bearer' ? [] : [{ bearerAuth: [] }],
    requestParams: { ...(params && { path: params }), ...(query && { query }) },
    parameters: headerParameters(operation),
    ...(body && {
      requestBody: {
        required: operation.bodyRequired ?? true,
        content: {
          'application/json': {
            schema: body,
            ...(operation.examples?.body && { examples: { ...operation.examples.body } }),
          },
        },
      },
    }),
    responses: responsesOf(operation),
  }
}

function pathsOf(list: readonly Operation[]): ZodOpenApiPathsObject {
  const paths: ZodOpenApiPathsObject = {}
  for (const operation of list) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: operationObject(operation) }
  }
  return paths
}

type OpenApiDocument = ReturnType<typeof createDocument>

/** Puts examples at the parameters, where a reference takes what it fills in. */
function withParameterExamples(document: OpenApiDocument, list: readonly Operation[]): OpenApiDocument {
  for (const { path, method, examples } of list) {
    const operation = document.paths?.[path]?.[method]
    if (!examples?.parameters || !operation?.parameters) continue
    operation.parameters = operation.parameters.map((parameter) => {
      const example = 'name' in parameter ? examples.parameters?.[parameter.name] : undefined
      return example === undefined ? parameter : { ...parameter, example }
    })
  }
  return document
}

/** Whole numbers are bounded by what a double can count; said once here, it need not be said of every field. */
function withoutSafeIntegerBounds({ jsonSchema }: ZodOpenApiOverrideContext): void {
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
}

/**
 * The OpenAPI 3.1 document, made from the schemas that validate. `serverUrl` is the address below which the paths
 * live, `/api/v1` of the same origin when absent; `operations` are all of the contract unless others are given. A
 * new object every time.
 */
export function openApiDocument(options: {
  version: string
  serverUrl?: string
  operations?: readonly Operation[]
}) {
  const list = options.operations ?? operationList
  const document = createDocument(
    {
      openapi: '3.1.1',
      info: {
        title: 'Booking API',
        version: options.version,
        description:
          'No two bookings of one resource ever overlap, series without end included, and the HTTP answer is final. Intervals are half-open, instants are RFC 3339 in and UTC with milliseconds out, errors are RFC 9457 problem documents.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: options.serverUrl ?? basePath }],
      tags,
      paths: pathsOf(list),
      components: {
        securitySchemes: {
          bearerAuth: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'JSON Web Token.' },
        },
      },
    },
    { override: withoutSafeIntegerBounds },
  )
  return withParameterExamples(document, list)
}
