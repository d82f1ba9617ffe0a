/**
 * A UUIDv7 (RFC 9562, section 5.7) whose last 16 bits name the bucket of its resource, so that a reader of
 * the id alone knows where the row lives. 58 bits are random.
 *
 * @param bucket 0 to 32,767
 * @param nowMs milliseconds since the epoch
 */
export const mintId = (bucket: number, nowMs: number): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const view = new DataView(bytes.buffer)
  view.setUint16(0, Math.floor(nowMs / 2 ** 32))
  view.setUint32(2, nowMs % 2 ** 32)
  bytes[6] = 0x70 | (bytes[6]! & 0x0f)
  bytes[8] = 0x80 | (bytes[8]! & 0x3f)
  view.setUint16(14, bucket)
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
