import * as z from 'zod'
import { readEntityTags } from './entity-tag.ts'
import { limits } from './limits.ts'

function visibleAscii(charsMax: number) {
  return z
    .string()
    .min(1, { error: 'must not be empty' })
    .max(charsMax, { error: `must be at most ${charsMax} characters long` })
    .regex(/^[\x21-\x7e]+$/, { error: 'must be visible ASCII without spaces' })
}

/** RFC 9110, section 13.1.1: `*`, or a list of entity tags. */
const entityTagsPattern = '^(\\*|(W/)?"[!#-~]*"([ \\t]*,[ \\t]*(W/)?"[!#-~]*")*)$'

const entityTags = z
  .string()
  .max(limits.entityTagHeaderCharsMax, {
    error: `must be at most ${limits.entityTagHeaderCharsMax} characters long`,
  })
  .transform((value, context) => {
    const tags = readEntityTags(value)
    if (tags) return tags
    context.addIssue({ code: 'custom', message: 'must be * or entity tags in quotes, for example "3"' })
    return z.NEVER
  })

/** Request headers by the name under which a server finds them (lower case). */
export const headerSchemas = {
  'idempotency-key': visibleAscii(limits.idempotencyKeyCharsMax)
    .optional()
    .meta({
      description:
        'Makes a repeated request safe for 24 hours: the first answer is given again with `Idempotency-Replayed: true`.',
      examples: ['6f1c2a9e-3f0b-4f5e-9d0a-0d4f3c5b7a11'],
    }),
  'if-match': entityTags.optional().meta({
    description: 'Only when the object still has this ETag, else 412.',
    examples: ['"3"'],
    override: { pattern: entityTagsPattern },
  }),
  'if-none-match': entityTags.optional().meta({
    description: '304 when the object still has this ETag.',
    examples: ['"3"'],
    override: { pattern: entityTagsPattern },
  }),
  'x-request-id': visibleAscii(limits.requestIdCharsMax)
    .optional()
    .meta({ description: 'Echoed in the answer and in problem documents; made when absent.' }),
  prefer: z.string().max(limits.preferHeaderCharsMax).optional().meta({
    description: '`return=minimal` asks for an answer without a body (RFC 7240); it may be ignored.',
  }),
} as const

export type RequestHeaderName = keyof typeof headerSchemas

/** Request headers as they are written in documents. */
export const headerTitles: Readonly<Record<RequestHeaderName, string>> = {
  'idempotency-key': 'Idempotency-Key',
  'if-match': 'If-Match',
  'if-none-match': 'If-None-Match',
  'x-request-id': 'X-Request-Id',
  prefer: 'Prefer',
}

const readNames = { 'x-request-id': headerSchemas['x-request-id'] }

/** Headers of an operation that reads. */
export const readHeaders = z.object(readNames)

/** Headers of an operation that reads one object. */
export const readObjectHeaders = z.object({ ...readNames, 'if-none-match': headerSchemas['if-none-match'] })

/** Headers of an operation that makes something. */
export const createHeaders = z.object({
  ...readNames,
  'idempotency-key': headerSchemas['idempotency-key'],
  prefer: headerSchemas.prefer,
})

/** Headers of an operation that changes or ends one object. */
export const changeHeaders = z.object({ ...createHeaders.shape, 'if-match': headerSchemas['if-match'] })

/** Response headers that more than one operation sends. */
export const responseHeaders = {
  Location: z.string().meta({ description: 'Address of what was made.', header: { id: 'Location' } }),
  ETag: z
    .string()
    .meta({ description: 'Version of the object, for If-Match and If-None-Match.', header: { id: 'ETag' } }),
  'X-Request-Id': z.string().meta({ description: 'Id of the request.', header: { id: 'X-Request-Id' } }),
  'Idempotency-Replayed': z
    .literal('true')
    .optional()
    .meta({
      description: 'Present when an earlier answer is given again.',
      header: { id: 'Idempotency-Replayed' },
    }),
  RateLimit: z
    .string()
    .optional()
    .meta({ description: 'What is left in this window.', header: { id: 'RateLimit' } }),
  'RateLimit-Policy': z
    .string()
    .optional()
    .meta({ description: 'Requests per window.', header: { id: 'RateLimit-Policy' } }),
  'Retry-After': z
    .string()
    .optional()
    .meta({ description: 'Seconds to wait.', header: { id: 'Retry-After' } }),
  Deprecation: z.string().meta({
    description: 'Since when this is deprecated: `@` and seconds since 1970 (RFC 9745).',
    header: { id: 'Deprecation' },
  }),
  Sunset: z
    .string()
    .meta({ description: 'From when on this may be gone (RFC 8594).', header: { id: 'Sunset' } }),
  Link: z.string().meta({
    description: 'What to read about a deprecation, and what takes its place (RFC 8288).',
    header: { id: 'Link' },
  }),
  'Accept-Encoding': z
    .string()
    .optional()
    .meta({
      description: 'What a refused body may be coded as (RFC 9110, section 15.5.16).',
      header: { id: 'Accept-Encoding' },
    }),
  'WWW-Authenticate': z
    .string()
    .meta({ description: 'Bearer challenge (RFC 6750).', header: { id: 'WWW-Authenticate' } }),
} as const

export type ResponseHeaderName = keyof typeof responseHeaders
