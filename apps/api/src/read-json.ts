import { limits } from '@booking/contract'
import { Problem } from './problem.ts'

const isJson = (contentType: string) => /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(contentType)

/** What came as the body: its text, and what the text says. */
export interface JsonBody {
  readonly text: string
  readonly value: unknown
}

/**
 * Reads a JSON body of at most 256 KiB. An absent body is `undefined`.
 *
 * @throws Problem unsupported_media_type, payload_too_large, malformed_json
 */
export const readJson = async (request: Request): Promise<JsonBody> => {
  const bytes = await readBytes(request)
  if (bytes.length === 0) return { text: '', value: undefined }
  requirePlain(request)
  if (!isJson(request.headers.get('content-type') ?? '')) throw new Problem('unsupported_media_type')
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return { text, value: JSON.parse(text) }
  } catch {
    throw new Problem('malformed_json')
  }
}

/** A body that is coded is not what its bytes say; which codings are taken is said back (RFC 9110, section 15.5.16). */
const requirePlain = (request: Request): void => {
  const coding = request.headers.get('content-encoding') ?? 'identity'
  if (coding.toLowerCase() !== 'identity')
    throw new Problem('unsupported_media_type', {
      detail: 'Bodies are taken as they are: without Content-Encoding.',
      headers: { 'Accept-Encoding': 'identity' },
    })
}

const readBytes = async (request: Request): Promise<Uint8Array> => {
  const declared = request.headers.get('content-length')
  if (declared !== null) {
    if (Number(declared) > limits.bodyBytesMax) throw new Problem('payload_too_large')
    const bytes = new Uint8Array(await request.arrayBuffer())
    if (bytes.length > limits.bodyBytesMax) throw new Problem('payload_too_large')
    return bytes
  }
  return request.body === null ? new Uint8Array() : readStream(request.body)
}

/** A body that does not say how long it is must be counted as it comes. */
const readStream = async (stream: ReadableStream<Uint8Array>): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of stream as unknown as AsyncIterable<Uint8Array>) {
    length += chunk.length
    if (length > limits.bodyBytesMax) throw new Problem('payload_too_large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
