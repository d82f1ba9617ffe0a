/** An object of a JSON document. */
export type JsonNode = Readonly<Record<string, unknown>>

export const asNode = (value: unknown): JsonNode =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonNode) : {}

export const asNodes = (value: unknown): readonly JsonNode[] =>
  Array.isArray(value) ? value.map(asNode) : []

export const asTexts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [])

export const sameJson = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** What a reference within its own document stands for; anything else is itself. */
export const resolveIn = (document: JsonNode, node: JsonNode): JsonNode => {
  const { $ref } = node
  if (typeof $ref !== 'string') return node
  const steps = $ref.replace(/^#\//, '').split('/')
  const found = steps.reduce<unknown>(
    (inner, step) => asNode(inner)[step.replaceAll('~1', '/').replaceAll('~0', '~')],
    document,
  )
  return resolveIn(document, asNode(found))
}
