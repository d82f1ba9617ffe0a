/** An entity tag (RFC 9110 section 8.8.3): its opaque text without the quotes. */
export interface EntityTag {
  readonly weak: boolean
  readonly opaque: string
}

/** What If-Match or If-None-Match names: anything that exists, or a list of tags. */
export type EntityTagCondition = '*' | readonly EntityTag[]

const oneTag = /^(W\/)?"([\x21\x23-\x7e]*)"$/

/** Reads an If-Match or If-None-Match value; null when it is none. Linear. */
export function readEntityTags(value: string): EntityTagCondition | null {
  if (value.trim() === '*') return '*'
  const tags: EntityTag[] = []
  for (const item of splitOutsideQuotes(value)) {
    const match = oneTag.exec(item.trim())
    if (!match) return null
    tags.push({ weak: match[1] !== undefined, opaque: match[2]! })
  }
  return tags
}

/** A comma may stand inside the quotes of a tag, so the list cannot be cut at every comma. */
function splitOutsideQuotes(value: string): string[] {
  return value.split('"').reduce<string[]>(
    (items, piece, index) => {
      const quoted = index % 2 === 1
      const [first = '', ...rest] = quoted ? [piece] : piece.split(',')
      items[items.length - 1] += (index > 0 ? '"' : '') + first
      items.push(...rest)
      return items
    },
    [''],
  )
}

/** The strong entity tag of a version: version 3 is `"3"`. */
export function versionTag(version: number): string {
  return `"${version}"`
}

/** Whether If-Match holds for the present version: strong comparison (RFC 9110 section 13.1.1). */
export function ifMatchHolds(condition: EntityTagCondition, version: number): boolean {
  return condition === '*' || condition.some((tag) => !tag.weak && tag.opaque === String(version))
}

/** Whether If-None-Match holds for the present version: weak comparison (RFC 9110 section 13.1.2). */
export function ifNoneMatchHolds(condition: EntityTagCondition, version: number): boolean {
  return condition !== '*' && !condition.some((tag) => tag.opaque === String(version))
}
