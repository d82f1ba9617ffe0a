import { deprecationHeaders, type Operation } from '@booking/contract'

/** The parts of a request as the contract read them. */
interface Parts {
  readonly query: unknown
  readonly body: unknown
}

type Headers = readonly (readonly [name: string, value: string])[]

/** What every answer of an operation carries because the operation itself is deprecated. */
export const headersOfDeprecated = ({ deprecated }: Operation): Headers =>
  deprecated === undefined ? [] : Object.entries(deprecationHeaders([deprecated]))

/** What an answer carries because its request uses deprecated parameters or properties; none when it does not. */
export const headersOfDeprecatedParts = (operation: Operation, parts: Parts): Headers => {
  const { deprecated, deprecatedParts } = operation
  if (deprecatedParts === undefined) return []
  const used = deprecatedParts.filter(({ part, name }) => {
    const fields = parts[part] as Record<string, unknown> | null | undefined
    return fields?.[name] !== undefined
  })
  if (used.length === 0) return []
  return Object.entries(deprecationHeaders(deprecated === undefined ? used : [deprecated, ...used]))
}
