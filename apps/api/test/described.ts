import { openApiDocument } from '@booking/contract'

/** A part of the OpenAPI document. */
// biome-ignore lint/suspicious/noExplicitAny: JSON, read key by key
export type Described = any

/** The contract as it is given out, and not as the code holds it. */
export const described: Described = openApiDocument({ version: '1.0.0' })

/** What a reference within the document stands for; anything else is itself. */
export const resolved = (node: Described): Described =>
  node.$ref === undefined
    ? node
    : node.$ref
        .slice(2)
        .split('/')
        .reduce((inner: Described, step: string) => inner[step], described)
