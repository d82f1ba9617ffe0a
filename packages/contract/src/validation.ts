import type * as z from 'zod'
import { headerTitles } from './headers.ts'
import { limits } from './limits.ts'
import type { ProblemError } from './problem.ts'

/** Which part of a request was judged; it decides how `pointer` is written. */
export type RequestPart = 'body' | 'query' | 'params' | 'headers'

const nameCharsMax = 64

/** A name that came with the request, short and well-formed enough to be said back. */
function shownName(name: string): string {
  const wellFormed = name.replace(/\p{Surrogate}|\p{Cc}/gu, '\ufffd')
  return wellFormed.length > nameCharsMax ? `${wellFormed.slice(0, nameCharsMax)}…` : wellFormed
}

/**
 * Where a fault is. Body: an RFC 6901 JSON pointer (`/timeSlots/0/endTime`, empty for the body itself). Query:
 * `?limit`. Path: `{bookingId}`. Header: `Idempotency-Key`.
 */
export function pointerTo(part: RequestPart, path: readonly PropertyKey[]): string {
  const names = path.map((segment) => shownName(String(segment)))
  if (part === 'body')
    return names.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
  const first = names[0] ?? ''
  if (part === 'query') return `?${first}`
  if (part === 'params') return `{${first}}`
  return (headerTitles as Readonly<Record<string, string>>)[first] ?? first
}

function withArticle(kind: string): string {
  return /^[aeiou]/.test(kind) ? `an ${kind}` : `a ${kind}`
}

const kindNames: Readonly<Record<string, string>> = {
  int: 'whole number',
  boolean: 'true or false',
  record: 'object',
}

function wrongType(expected: string, input: unknown): string {
  if (input === undefined) return 'is required'
  if (expected === 'string' && Array.isArray(input)) return 'must be given once, as text'
  const kind = kindNames[expected] ?? expected
  return kind === 'true or false' ? `must be ${kind}` : `must be ${withArticle(kind)}`
}

function outOfBounds(issue: z.core.$ZodRawIssue<z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall>): string {
  const [bound, word] = issue.code === 'too_big' ? [issue.maximum, 'at most'] : [issue.minimum, 'at least']
  if (issue.origin === 'array') return `must have ${word} ${bound} ${Number(bound) === 1 ? 'item' : 'items'}`
  if (issue.origin === 'string') return `must be ${word} ${bound} characters long`
  return `must be ${word} ${bound}`
}

/** Sentences for the faults that a schema does not describe itself; for `safeParse(value, { error })`. */
const describeIssue: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(issue.expected, issue.input)
    case 'too_big':
    case 'too_small':
      return outOfBounds(issue)
    case 'invalid_value':
      return issue.input === undefined
        ? 'is required'
        : `must be one of: ${issue.values.map(String).join(', ')}`
    case 'unrecognized_keys':
      return 'is not known here; leave it out or check its spelling'
    case 'custom':
      return undefined
    default:
      return 'is not valid'
  }
}

/** What a message is about, as the beginning of its sentence. */
function subjectOf(part: RequestPart, path: readonly PropertyKey[]): string {
  if (path.length === 0) return part === 'body' ? 'The body' : 'The request'
  if (part === 'headers') return pointerTo(part, path)
  const last = path[path.length - 1]!
  const before = path[path.length - 2]
  return typeof last === 'number' && before !== undefined
    ? `${shownName(String(before))}[${last}]`
    : shownName(String(last))
}

function clipped(message: string): string {
  const charsMax = limits.problemMessageCharsMax
  return message.length > charsMax ? `${message.slice(0, charsMax - 1)}…` : message
}

/**
 * The `errors` list of a problem document: one entry a fault, at most `limits.problemErrorsMax`, the last of which
 * tells how many were left out. Values of the request are never repeated, names of unknown fields are cut short.
 */
export function problemErrors(error: z.core.$ZodError, part: RequestPart): ProblemError[] {
  const found: ProblemError[] = []
  let total = 0
  const add = (path: readonly PropertyKey[], message: string) => {
    total += 1
    if (total > limits.problemErrorsMax) return
    found.push({ pointer: pointerTo(part, path), message: clipped(`${subjectOf(part, path)} ${message}`) })
  }
  for (const issue of error.issues) {
    if (issue.code !== 'unrecognized_keys') add(issue.path, issue.message)
    else for (const key of issue.keys) add([...issue.path, key], issue.message)
  }
  if (total > limits.problemErrorsMax) {
    const left = total - limits.problemErrorsMax + 1
    found[found.length - 1] = { pointer: pointerTo(part, []), message: `${left} more errors are not listed.` }
  }
  return found
}

/** The value as its schema gives it out, or what is wrong with it. */
export type Validated<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly errors: ProblemError[] }

/** Judges one part of a request by its schema. */
export function validate<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  part: RequestPart,
): Validated<z.output<Schema>> {
  const result = schema.safeParse(value, { error: describeIssue })
  return result.success
    ? { ok: true, value: result.data }
    : { ok: false, errors: problemErrors(result.error, part) }
}
