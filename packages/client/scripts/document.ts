import { openApiDocument } from '@booking/contract'
import type { JsonSchema } from './schema-type.ts'

interface Parameter {
  readonly $ref?: string
  readonly in?: string
  readonly name?: string
  readonly required?: boolean
  readonly description?: string
  readonly schema?: JsonSchema
}

interface Body {
  readonly required?: boolean
  readonly content: Readonly<
    Record<
      string,
      {
        readonly schema: JsonSchema
        readonly examples?: Readonly<Record<string, { readonly value: object }>>
      }
    >
  >
}

/** An operation of the OpenAPI document, as far as the client is made from it. */
export interface DocumentOperation {
  readonly operationId: string
  readonly tags: readonly string[]
  readonly summary: string
  readonly description?: string
  readonly deprecated?: boolean
  readonly security?: readonly object[]
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: Body
  readonly responses: Readonly<Record<string, Partial<Body> & { readonly $ref?: string }>>
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentOperation>>>>
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>
    readonly responses: Readonly<Record<string, Body>>
  }
}

/** An operation together with where it lives. */
export interface PlacedOperation extends DocumentOperation {
  readonly path: string
  readonly method: string
}

/** The OpenAPI document of the contract as plain JSON: what the server answers at `/api/v1/openapi.json`. */
export const document: Document = JSON.parse(JSON.stringify(openApiDocument({ version: '1.0.0' })))

/** Every operation, in the order of the reference. */
export const placedOperations: readonly PlacedOperation[] = Object.entries(document.paths).flatMap(
  ([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...operation,
      path,
      method: method.toUpperCase(),
    })),
)

/** Query parameters of an operation. */
export function queryOf(operation: DocumentOperation): Parameter[] {
  return (operation.parameters ?? []).filter((parameter) => parameter.in === 'query')
}

/** Whether an operation reads this request header. */
export function takesHeader(operation: DocumentOperation, name: string): boolean {
  return (operation.parameters ?? []).some(
    (parameter) => parameter.name === name || parameter.$ref?.endsWith(`/${name}`),
  )
}

/** The body that an operation reads. */
export function bodyOf(operation: DocumentOperation): { schema: JsonSchema; required: boolean } | null {
  const { requestBody } = operation
  const schema = requestBody?.content['application/json']?.schema
  return schema === undefined ? null : { schema, required: requestBody?.required ?? false }
}

/** Statuses of an operation that are answers, not problems, with the schema of their body. */
export function answersOf(operation: DocumentOperation): { status: number; schema: JsonSchema | null }[] {
  return Object.entries(operation.responses)
    .filter(([status, response]) => Number(status) < 300 || response.content?.['application/json'])
    .map(([status, response]) => ({
      status: Number(status),
      schema: response.content?.['application/json']?.schema ?? null,
    }))
}

/** Problem codes of an operation, as the document shows them by example, with the fields that each adds. */
export function problemsOf(operation: DocumentOperation): Map<string, { status: number; fields: string[] }> {
  const problems = new Map<string, { status: number; fields: string[] }>()
  for (const [status, response] of Object.entries(operation.responses)) {
    const shared =
      response.$ref === undefined ? response : document.components.responses[refOf(response.$ref)]
    const examples = shared?.content?.['application/problem+json']?.examples ?? {}
    for (const [code, { value }] of Object.entries(examples))
      problems.set(code, { status: Number(status), fields: Object.keys(value).filter(isExtension) })
  }
  return problems
}

const refOf = (ref: string): string => ref.slice(ref.lastIndexOf('/') + 1)

const commonFields = ['type', 'title', 'status', 'detail', 'instance', 'code', 'requestId', 'errors']
const isExtension = (name: string): boolean => !commonFields.includes(name)
