/** What is going to be taken away, and when. Dates are `YYYY-MM-DD`, the beginning of that day in UTC. */
export interface Deprecation {
  /** From when on nobody should begin to use it. */
  readonly since: string
  /** From when on it may be gone; at least {@link noticeMonthsMin} months after `since`. */
  readonly sunset: string
  /** Page that says why, and what to do: an address, or a path of this server. */
  readonly link: string
  /** Address, or path of this server, of what takes its place. */
  readonly successor?: string
}

/** A query parameter or a property of the body that is deprecated, while its operation is not. */
export interface DeprecatedPart extends Deprecation {
  readonly part: 'query' | 'body'
  readonly name: string
}

/** Notice that clients are given before something is taken away. */
export const noticeMonthsMin = 12

const startOf = (date: string): number => Date.parse(`${date}T00:00:00.000Z`)

/** Whether clients are given their whole notice. False as well where a date is none. */
export function givesFullNotice({ since, sunset }: Pick<Deprecation, 'since' | 'sunset'>): boolean {
  const earliest = new Date(startOf(since))
  earliest.setUTCMonth(earliest.getUTCMonth() + noticeMonthsMin)
  return startOf(sunset) >= earliest.getTime()
}

const linksOf = ({ link, successor }: Deprecation): string[] => [
  `<${link}>; rel="deprecation"; type="text/html"`,
  `<${link}>; rel="sunset"; type="text/html"`,
  ...(successor === undefined ? [] : [`<${successor}>; rel="successor-version"`]),
]

/**
 * The headers that tell of deprecations: `Deprecation` (RFC 9745), `Sunset` (RFC 8594) and `Link`. Of several the
 * earliest dates are told, and the links of all.
 *
 * @returns no headers when there is nothing to tell
 */
export function deprecationHeaders(deprecations: readonly Deprecation[]): Record<string, string> {
  if (deprecations.length === 0) return {}
  const since = Math.min(...deprecations.map((one) => startOf(one.since)))
  const sunset = Math.min(...deprecations.map((one) => startOf(one.sunset)))
  return {
    Deprecation: `@${since / 1000}`,
    Sunset: new Date(sunset).toUTCString(),
    Link: [...new Set(deprecations.flatMap(linksOf))].join(', '),
  }
}
