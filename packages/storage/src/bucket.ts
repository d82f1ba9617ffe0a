const BUCKETS = 0x8000

/** 32-bit FNV-1a folded to 15 bits (http://www.isthe.com/chongo/tech/comp/fnv/, xor-folding). */
const hash15 = (bytes: Iterable<number>): number => {
  let hash = 0x811c9dc5
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0
  return ((hash >>> 15) ^ hash) & (BUCKETS - 1)
}

/** The bucket of a resource, 0 to 32,767: the distribution key of everything written under that resource. */
export const bucketOfResource = (resourceId: string): number =>
  hash15(Buffer.from(resourceId.replaceAll('-', ''), 'hex'))

/** The bucket that an id minted by {@link mintId} names in its last 16 bits. */
export const bucketOfId = (id: string): number => Number.parseInt(id.slice(-4), 16) & (BUCKETS - 1)

/** The bucket of rows that belong to a text of their own, such as a subject with its idempotency key. */
export const bucketOfText = (text: string): number => hash15(new TextEncoder().encode(text))
