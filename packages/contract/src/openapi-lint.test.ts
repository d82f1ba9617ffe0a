import { createConfig, lintFromString } from '@redocly/openapi-core'
import { describe, expect, test } from 'vitest'
import { openApiDocument } from './openapi.ts'

const text = JSON.stringify(openApiDocument({ version: '1.0.0' }))
const document = JSON.parse(text)

type Node = Readonly<Record<string, unknown>>

interface DocumentOperation {
  readonly operationId: string
  readonly tags: readonly string[]
  readonly summary: string
  readonly description: string
  readonly parameters?: readonly Node[]
  readonly requestBody?: { readonly content: Readonly<Record<string, Node>> }
  readonly responses: Readonly<Record<string, Node>>
}

const operations: readonly DocumentOperation[] = Object.values(
  document.paths as Record<string, Record<string, DocumentOperation>>,
).flatMap((item) => Object.values(item))

/** What a reference within the document stands for; anything else is itself. */
const resolve = (node: Node): Node => {
  const { $ref } = node
  if (typeof $ref !== 'string') return node
  const found = $ref
    .slice(2)
    .split('/')
    .reduce<unknown>((inner, name) => (inner as Node)[name], document)
  return resolve(found as Node)
}

/** Every `$ref` below a node. */
function* references(node: unknown): Generator<string> {
  if (typeof node !== 'object' || node === null) return
  for (const [key, inner] of Object.entries(node)) {
    if (key === '$ref' && typeof inner === 'string') yield inner
    else yield* references(inner)
  }
}

test('the strict rules of the Redocly linter find nothing', async () => {
  const config = await createConfig({ extends: ['recommended-strict'] })
  const found = await lintFromString({ source: text, config })
  expect(found.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])).toEqual([])
})

test('ids of operations are used once and are names in every language', () => {
  const ids = operations.map(({ operationId }) => operationId)
  expect(new Set(ids).size).toBe(ids.length)
  for (const id of ids) expect(id).toMatch(/^[a-z][A-Za-z]{2,40}$/)
})

test('every component is referred to', () => {
  const used = new Set(references(document))
  const unused = Object.entries(document.components as Record<string, Node>)
    .filter(([kind]) => kind !== 'securitySchemes')
    .flatMap(([kind, items]) => Object.keys(items).map((name) => `#/components/${kind}/${name}`))
    .filter((reference) => !used.has(reference))
  expect(unused).toEqual([])
})

describe.each(operations.map((operation) => [operation.operationId, operation] as const))(
  '%s',
  (_id, operation) => {
    test('has one tag, a summary of a few words and a description that ends as a sentence does', () => {
      expect(operation.tags).toHaveLength(1)
      expect(operation.summary).toMatch(/^[A-Z].{4,60}[^.]$/)
      expect(operation.description).toMatch(/^[A-Z`].{10,}[.)]$/s)
    })

    test('has examples of its body and of every answer that has one', () => {
      const contents = [operation.requestBody, ...Object.values(operation.responses).map(resolve)].flatMap(
        (part) => Object.values((part?.content ?? {}) as Record<string, Node>),
      )
      for (const content of contents) expect(Object.keys(content.examples ?? {}).length).toBeGreaterThan(0)
    })

    test('names a fault of the caller, and says what every parameter is', () => {
      expect(Object.keys(operation.responses).some((status) => status.startsWith('4'))).toBe(true)
      for (const parameter of (operation.parameters ?? []).map(resolve)) {
        const { description } = { ...resolve(parameter.schema as Node), ...parameter }
        expect([parameter.name, description]).toEqual([parameter.name, expect.stringMatching(/.{5}/)])
      }
    })
  },
)
