/**
 * What the server says about a deprecated operation (RFC 9745, RFC 8594).
 *
 * @example
 * createBookingClient({ baseUrl, onDeprecation: ({ operation, sunset }) => console.warn(operation, sunset) })
 */
export interface Deprecation {
  /** Id of the operation, as in the OpenAPI document. */
  readonly operation: string
  /** Since when it is deprecated, or from when it will be; null when the server does not say. */
  readonly since: Date | null
  /** When it will stop working; null when the server does not say. */
  readonly sunset: Date | null
  /** Where it is explained; null when the server does not say. */
  readonly link: string | null
}

/** Reads the headers of an answer; null when it says nothing of deprecation. */
export function readDeprecation(operation: string, headers: Headers): Deprecation | null {
  const deprecation = headers.get('deprecation')
  const sunset = headers.get('sunset')
  if (deprecation === null && sunset === null) return null
  const seconds = /^@(-?\d{1,12})$/.exec(deprecation ?? '')?.[1]
  return {
    operation,
    since: seconds === undefined ? null : new Date(Number(seconds) * 1_000),
    sunset: dateOf(sunset),
    link: linkOf(headers.get('link')),
  }
}

function dateOf(text: string | null): Date | null {
  const ms = text === null ? Number.NaN : Date.parse(text)
  return Number.isNaN(ms) ? null : new Date(ms)
}

/** The target of the link whose relation is about deprecation or sunset (RFC 8288). */
function linkOf(header: string | null): string | null {
  for (const link of header?.split(/,\s*(?=<)/) ?? []) {
    const match = /^<([^>]*)>(.*)$/s.exec(link.trim())
    if (match && /;\s*rel="?[^";]*\b(?:deprecation|sunset)\b/i.test(match[2]!)) return match[1]!
  }
  return null
}
