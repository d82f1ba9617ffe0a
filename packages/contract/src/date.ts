import * as z from 'zod'

const shape = /^(\d{4})-(\d{2})-(\d{2})$/

/** Days of a month of the proleptic Gregorian calendar; `month` is 1 to 12. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** What is wrong with a calendar date of four, two and two digits, as the end of a sentence, or null. */
export function dateFault(year: number, month: number, day: number): string | null {
  if (year < 1970) return 'must lie in the years 1970 to 9999'
  if (month < 1 || month > 12) return `names month ${month}; months are 01 to 12`
  const days = daysInMonth(year, month)
  if (day < 1 || day > days)
    return `names day ${day}, but ${year}-${String(month).padStart(2, '0')} has ${days} days`
  return null
}

/** A calendar date `YYYY-MM-DD` that exists (RFC 3339 full-date), years 1970 to 9999. The text is kept. */
export const calendarDate = z
  .string()
  .check((context) => {
    const match = context.value.length === 10 ? shape.exec(context.value) : null
    const fault = match
      ? dateFault(Number(match[1]), Number(match[2]), Number(match[3]))
      : 'must be a date written YYYY-MM-DD, for example 2025-01-22'
    if (fault) context.issues.push({ code: 'custom', message: fault, input: context.value })
  })
  .meta({
    id: 'CalendarDate',
    description: 'A calendar date that exists, `YYYY-MM-DD`.',
    format: 'date',
    pattern: '^(19[7-9]\\d|[2-9]\\d{3})-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$',
    examples: ['2025-01-22'],
  })
