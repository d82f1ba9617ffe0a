import { type ProblemCode, problemCodes } from './problem-codes.generated.ts'
import type { ProblemError, ProblemFields } from './types.generated.ts'

/**
 * Every known problem code, and `unknown` for whatever else an answer can be.
 *
 * @example
 * const wording: Partial<Record<KnownOrOtherCode, string>> = { booking_conflict: 'That time is taken.' }
 */
export type KnownOrOtherCode = ProblemCode | 'unknown'

/** What every problem document has (RFC 9457). */
interface ProblemBase<Code extends KnownOrOtherCode> {
  readonly code: Code
  readonly status: number
  readonly title: string
  /** What happened, for people. */
  readonly detail: string
  /** What is wrong with the request. */
  readonly errors?: readonly ProblemError[] | undefined
  readonly requestId?: string | undefined
  /** Path of the request. */
  readonly instance?: string | undefined
  readonly type?: string | undefined
  /** `unknown` only: the code that came, when one did. */
  readonly receivedCode?: string | undefined
}

/**
 * A problem document, told apart by `code`; without an argument, any.
 *
 * @example
 * const nearest = (problem: Problem<'no_such_occurrence'>) => problem.nearest
 */
export type Problem<Code extends KnownOrOtherCode = KnownOrOtherCode> = Code extends ProblemCode
  ? ProblemBase<Code> & ProblemFields[Code]
  : ProblemBase<'unknown' & Code>

const knownCodes: ReadonlySet<string> = new Set(problemCodes)

/** Reads the body of an answer that is no success: a problem document, or whatever a proxy says. */
export function readProblem(answer: { status: number; statusText: string; text: string }): Problem {
  const { status, statusText, text } = answer
  const document = parsedObject(text)
  const code = typeof document.code === 'string' ? document.code : undefined
  const title = typeof document.title === 'string' ? document.title : statusText || 'No problem document'
  const isRedirect = status < 400
  const standIn = isRedirect
    ? 'The server redirects: use the address it redirects to as baseUrl.'
    : `The answer was ${status} ${title}.`
  const detail = typeof document.detail === 'string' ? document.detail : standIn
  const base = {
    ...document,
    status,
    title,
    detail,
    errors: Array.isArray(document.errors) ? document.errors : [],
  }
  if (code !== undefined && knownCodes.has(code)) return { ...base, code } as Problem
  return { ...base, code: 'unknown', ...(code === undefined ? {} : { receivedCode: code }) }
}

function parsedObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
