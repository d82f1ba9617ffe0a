import { randomUUID } from 'node:crypto'

/**
 * A UUIDv7 (RFC 9562, section 5.7) whose last 16 bits name the bucket of its resource, so that a reader of
 * the id alone knows where the row lives. 58 bits are random: those of a UUIDv4, of which Node draws many at once.
 *
 * @param bucket 0 to 32,767
 * @param nowMs milliseconds since the epoch
 */
export const mintId = (bucket: number, nowMs: number): string => {
  const time = hexDigits(Math.floor(nowMs), 12)
  const random = randomUUID()
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(15, 32)}${hexDigits(bucket, 4)}`
}

const hexDigits = (value: number, length: number): string => value.toString(16).padStart(length, '0')
