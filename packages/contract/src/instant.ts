import * as z from 'zod'
import { dateFault } from './date.ts'
import { limits } from './limits.ts'

const exact =
  /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,3}))?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/
const withoutOffset = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?$/
const withSpaceForPlus = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d+)? \d{2}:?\d{2}$/
const tooPrecise = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}\.\d{4,}(?:[Zz]|[+-]\d{2}:\d{2})$/
const dateOnly = /^\d{4}-\d{2}-\d{2}$/

const example = '2025-01-20T10:00:00.000Z'

/** Why a text of the wrong shape is no instant, as the end of a sentence. */
function shapeFault(value: string): string {
  if (value.length > 64) return `must be an RFC 3339 instant such as ${example}`
  if (withSpaceForPlus.test(value)) {
    return 'has a space where its offset begins; in a query string write the + of an offset as %2B, or use Z'
  }
  if (withoutOffset.test(value)) return `needs a zone: end it with Z or an offset, for example ${example}`
  if (tooPrecise.test(value)) return 'must not be more precise than a millisecond (at most 3 decimals)'
  if (dateOnly.test(value)) return `must be an instant with a time, for example ${example}, not a date alone`
  return `must be an RFC 3339 instant with Z or an offset, for example ${example}`
}

function clockFault(hour: number, minute: number, second: number): string | null {
  if (hour > 23) return `names hour ${hour}; hours are 00 to 23`
  if (minute > 59) return `names minute ${minute}; minutes are 00 to 59`
  if (second > 59) return `names second ${second}; seconds are 00 to 59 (leap seconds are not kept)`
  return null
}

/** An instant as epoch milliseconds, or the end of a sentence that says why the text is none. */
export type InstantReading = { readonly ms: number } | { readonly fault: string }

/**
 * Reads an RFC 3339 date-time: `Z` or an offset is required, at most three decimals of a second.
 * Dates and times that do not exist (30 February, hour 24, second 60) are refused, and so is what lies outside
 * 1970-01-01T00:00:00.000Z to 9999-12-31T23:59:59.999Z, the years that can be written back with four digits.
 * RFC 3339 section 5.6; its leap seconds (5.7) have no epoch millisecond and are therefore refused. Linear.
 */
export function readInstant(value: string): InstantReading {
  const match = value.length <= limits.instantCharsMax ? exact.exec(value) : null
  if (!match) return { fault: shapeFault(value) }
  const part = (index: number) => Number(match[index] ?? 0)
  const fault = dateFault(part(1), part(2), part(3)) ?? clockFault(part(4), part(5), part(6))
  // A date of 1969 with a negative offset may still be an instant of 1970; nobody books by it.
  if (fault) return { fault }
  if (part(9) > 23 || part(10) > 59) return { fault: 'has an offset beyond 23:59' }
  const fraction = Number((match[7] ?? '').padEnd(3, '0'))
  const offsetMs = (part(9) * 60 + part(10)) * 60_000 * (match[8] === '-' ? -1 : 1)
  const ms = Date.UTC(part(1), part(2) - 1, part(3), part(4), part(5), part(6), fraction) - offsetMs
  if (ms < limits.instantMsMin || ms > limits.instantMsMax)
    return { fault: 'must lie in the years 1970 to 9999 (UTC)' }
  return { ms }
}

/**
 * Writes epoch milliseconds as RFC 3339 in UTC with milliseconds and `Z`.
 * `ms` is an integer within `limits.instantMsMin` to `limits.instantMsMax`; what lies beyond is a RangeError or
 * has a year that RFC 3339 cannot write.
 */
export function formatInstant(ms: number): string {
  return new Date(ms).toISOString()
}

const pattern =
  '^(19[7-9]\\d|[2-9]\\d{3})-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])[Tt]([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,3})?([Zz]|[+-]([01]\\d|2[0-3]):[0-5]\\d)$'

/** An instant in a request: RFC 3339 text in, epoch milliseconds out. Rules: `readInstant`. */
export const instant = z
  .string()
  .transform((value, context) => {
    const reading = readInstant(value)
    if ('ms' in reading) return reading.ms
    context.addIssue({ code: 'custom', message: reading.fault })
    return z.NEVER
  })
  .meta({
    id: 'Instant',
    type: 'string',
    description:
      'RFC 3339 with `Z` or an offset, at most milliseconds, years 1970 to 9999. In a query string a `+` is written `%2B`.',
    format: 'date-time',
    pattern,
    maxLength: limits.instantCharsMax,
    override: { examples: [example] },
  })

/** An instant in an answer: UTC with milliseconds, as `formatInstant` writes it. */
export const instantText = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/)
  .meta({ id: 'InstantUtc', description: 'UTC with milliseconds.', format: 'date-time', examples: [example] })
