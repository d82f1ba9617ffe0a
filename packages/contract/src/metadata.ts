import * as z from 'zod'
import { limits } from './limits.ts'
import { codePointCount, isStorableText } from './text.ts'

/** A JSON value as JSON.parse makes it. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }
export type JsonObject = { readonly [key: string]: Json }

interface Tally {
  bytes: number
  keys: number
}

/** Thrown inside the walk only; caught where it starts. */
class MetadataFault {
  readonly message: string
  constructor(message: string) {
    this.message = message
  }
}

const tooLarge = `must be at most ${limits.metadataBytesMax} bytes as JSON`

function utf8Bytes(value: string): number {
  let bytes = 0
  for (let at = 0; at < value.length; at++) {
    const unit = value.charCodeAt(at)
    if (unit < 0x80) bytes += 1
    else if (unit < 0x800) bytes += 2
    else if (unit >= 0xd800 && unit <= 0xdfff) bytes += 2
    else bytes += 3
  }
  return bytes
}

function stringBytes(value: string): number {
  if (value.length > limits.metadataBytesMax) throw new MetadataFault(tooLarge)
  if (!isStorableText(value))
    throw new MetadataFault('must not contain NUL characters or unpaired surrogates')
  return utf8Bytes(JSON.stringify(value))
}

/** PostgreSQL writes jsonb numbers out, so 1e300 counts as the 301 bytes that it becomes there. */
function numberBytes(value: number): number {
  if (!Number.isFinite(value)) throw new MetadataFault('holds a number that is too large')
  const written = String(value)
  const exponentAt = written.indexOf('e')
  return exponentAt < 0 ? written.length : written.length + Math.abs(Number(written.slice(exponentAt + 1)))
}

function keyBytes(key: string): number {
  const bytes = stringBytes(key)
  if (codePointCount(key) > limits.metadataKeyCharsMax) {
    throw new MetadataFault(`has a key longer than ${limits.metadataKeyCharsMax} characters`)
  }
  if (key === '__proto__') throw new MetadataFault('must not have a key named __proto__')
  return bytes + 1
}

function addBytes(tally: Tally, bytes: number): void {
  tally.bytes += bytes
  if (tally.bytes > limits.metadataBytesMax) throw new MetadataFault(tooLarge)
}

/** Brackets and commas are counted before the items are looked at, so a huge array or object costs nothing. */
function walkContainer(value: object, depth: number, tally: Tally): void {
  if (depth > limits.metadataDepthMax) {
    throw new MetadataFault(`must be nested at most ${limits.metadataDepthMax} levels deep`)
  }
  if (Array.isArray(value)) {
    addBytes(tally, 2 + Math.max(0, value.length - 1))
    for (const item of value) walk(item, depth + 1, tally)
    return
  }
  const keys = Object.keys(value)
  tally.keys += keys.length
  if (tally.keys > limits.metadataKeysMax) {
    throw new MetadataFault(`must have at most ${limits.metadataKeysMax} keys`)
  }
  addBytes(tally, 2 + Math.max(0, keys.length - 1))
  for (const key of keys) {
    addBytes(tally, keyBytes(key))
    walk((value as Readonly<Record<string, unknown>>)[key], depth + 1, tally)
  }
}

function walk(value: unknown, depth: number, tally: Tally): void {
  if (typeof value === 'string') addBytes(tally, stringBytes(value))
  else if (typeof value === 'number') addBytes(tally, numberBytes(value))
  else if (typeof value === 'boolean' || value === null) addBytes(tally, String(value).length)
  else if (typeof value === 'object') walkContainer(value, depth, tally)
  else throw new MetadataFault('must hold JSON values only')
}

/** What is wrong with a metadata object, as the end of a sentence, or null. Stops at the first bound it meets. */
export function metadataFault(value: object): string | null {
  try {
    walk(value, 1, { bytes: 0, keys: 0 })
    return null
  } catch (fault) {
    if (fault instanceof MetadataFault) return fault.message
    throw fault
  }
}

function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What is wrong with a value as metadata, as the end of a sentence, or null. */
function valueFault(value: unknown): string | null {
  return isJsonObject(value) ? metadataFault(value) : 'must be a JSON object'
}

/**
 * Custom fields of a booking: a JSON object of at most 16,384 bytes (compact, UTF-8), 5 levels and 1,000 keys,
 * without NUL, unpaired surrogates or infinite numbers. The object itself comes out, untouched.
 */
export const metadata = z
  .custom<JsonObject>((value) => valueFault(value) === null, {
    error: (issue) => valueFault(issue.input) ?? undefined,
  })
  .register(z.globalRegistry, {
    id: 'Metadata',
    description: `Custom fields: a JSON object of at most ${limits.metadataBytesMax} bytes and ${limits.metadataDepthMax} levels.`,
    override: { type: 'object', additionalProperties: true },
  })
