import { openApiDocument } from '../src/openapi.ts'
import type { JsonNode } from './json-node.ts'

/** The contract that clients were given: what stands in it is kept for the life of v1. */
export const recordedContract = new URL('../recorded/openapi-v1.json', import.meta.url)

/** The contract as it is written now, without its examples, which promise nothing. */
export const presentContract = (): JsonNode =>
  JSON.parse(
    JSON.stringify(openApiDocument({ version: '1' }), (key, value) =>
      key === 'examples' || key === 'example' ? undefined : value,
    ),
  ) as JsonNode
