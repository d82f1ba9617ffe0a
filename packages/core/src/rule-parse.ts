/**
 * RRULE text to a frozen `Rule`, strictly by RFC 5545 section 3.3.10. Whatever the RFC forbids is refused with the
 * part, the value and the position in the text; nothing is repaired silently.
 */
import { dayMs, dayOf, daysInMonth } from './civil.ts'
import { CoreError } from './errors.ts'
import type { Instant } from './instant.ts'
import { countMax, intervalMax, ruleListMax, ruleTextMax, yearMin } from './limits.ts'
import type { ByDay, Frequency, Rule, Until, Weekday } from './rule.ts'
import { formatRule } from './rule-format.ts'
import { clashingParts } from './rule-proof.ts'
import type { Wall } from './wall.ts'

interface Part {
  readonly name: string
  readonly value: string
  /** Index of the value in the whole text. */
  readonly position: number
}

interface Draft {
  frequency: Frequency | null
  interval: number
  count: number | null
  until: Until | null
  bySecond: readonly number[] | null
  byMinute: readonly number[] | null
  byHour: readonly number[] | null
  byDay: readonly ByDay[] | null
  byMonthDay: readonly number[] | null
  byYearDay: readonly number[] | null
  byWeekNo: readonly number[] | null
  byMonth: readonly number[] | null
  bySetPos: readonly number[] | null
  weekStart: Weekday
}

function refuse(part: string, value: string, position: number, reason: string): CoreError {
  const name = part.slice(0, 60)
  const shown = value.slice(0, 60)
  return new CoreError('invalid_rule', `${name}=${shown} at position ${position}: ${reason}`, {
    part: name,
    value: shown,
    position,
  })
}

/** Unsigned digits, at most `digitsMax` of them; -1 for anything else. */
function digitsOf(text: string, from: number, to: number, digitsMax: number): number {
  if (to <= from || to - from > digitsMax) return -1
  let n = 0
  for (let i = from; i < to; i++) {
    const c = text.charCodeAt(i) - 48
    if (c < 0 || c > 9) return -1
    n = n * 10 + c
  }
  return n
}

function parsePositive(part: Part, max: number): number {
  const n = digitsOf(part.value, 0, part.value.length, 10)
  if (n < 1 || n > max) {
    throw refuse(part.name, part.value, part.position, `expected a whole number from 1 to ${max}.`)
  }
  return n
}

/** Positive values first, each sign ascending. */
function byListOrder(a: number, b: number): number {
  return a < 0 === b < 0 ? a - b : b - a
}

function sortedUnique(values: number[]): readonly number[] {
  let ordered = true
  for (let i = 1; i < values.length && ordered; i++) {
    ordered = byListOrder(values[i - 1] as number, values[i] as number) < 0
  }
  if (ordered) return Object.freeze(values)
  values.sort(byListOrder)
  return Object.freeze(values.filter((v, i) => i === 0 || v !== values[i - 1]))
}

function checkListLength(part: Part, length: number): void {
  if (length > ruleListMax) {
    throw refuse(part.name, part.value, part.position, `a list holds at most ${ruleListMax} values.`)
  }
}

/** A comma-separated list of unsigned numbers `min`..`max`, two digits each. */
function parseUnsignedList(part: Part, min: number, max: number): readonly number[] {
  const { value } = part
  const out: number[] = []
  for (let from = 0; from <= value.length; ) {
    const comma = value.indexOf(',', from)
    const to = comma < 0 ? value.length : comma
    const n = digitsOf(value, from, to, 2)
    if (n < min || n > max) {
      const item = value.slice(from, to)
      throw refuse(part.name, item, part.position + from, `expected whole numbers from ${min} to ${max}.`)
    }
    out.push(n)
    from = to + 1
  }
  checkListLength(part, out.length)
  return sortedUnique(out)
}

/** A comma-separated list of signed numbers, 1..`max` or -1..-`max`. */
function parseSignedList(part: Part, max: number, digitsMax: number): readonly number[] {
  const { value } = part
  const out: number[] = []
  for (let from = 0; from <= value.length; ) {
    const comma = value.indexOf(',', from)
    const to = comma < 0 ? value.length : comma
    const sign = value.charCodeAt(from)
    const n = digitsOf(value, sign === 43 || sign === 45 ? from + 1 : from, to, digitsMax)
    if (n < 1 || n > max) {
      const item = value.slice(from, to)
      throw refuse(part.name, item, part.position + from, `expected 1 to ${max} or -${max} to -1.`)
    }
    out.push(sign === 45 ? -n : n)
    from = to + 1
  }
  checkListLength(part, out.length)
  return sortedUnique(out)
}

/** Two letters at `at` as a weekday number (Monday 0), or -1. Letters may have either case. */
function weekdayAt(text: string, at: number): number {
  const pair = ((text.charCodeAt(at) & 0xdf) << 8) | (text.charCodeAt(at + 1) & 0xdf)
  switch (pair) {
    case 0x4d4f:
      return 0
    case 0x5455:
      return 1
    case 0x5745:
      return 2
    case 0x5448:
      return 3
    case 0x4652:
      return 4
    case 0x5341:
      return 5
    case 0x5355:
      return 6
    default:
      return -1
  }
}

const weekdayNames: readonly Weekday[] = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
const plainByDays: readonly ByDay[] = weekdayNames.map((weekday) => Object.freeze({ weekday, ordinal: 0 }))

/** Sort key of a BYDAY value: plain weekdays, then ordinals from the start, then from the end; weekday last. */
function byDayRank(day: ByDay): number {
  const ordinal = day.ordinal < 0 ? 200 + day.ordinal : day.ordinal
  return ordinal * 8 + weekdayNames.indexOf(day.weekday)
}

function parseByDay(part: Part): readonly ByDay[] {
  const { value } = part
  const out: ByDay[] = []
  let rankBefore = -1
  let ordered = true
  for (let from = 0; from <= value.length; ) {
    const comma = value.indexOf(',', from)
    const to = comma < 0 ? value.length : comma
    const weekday = to - from < 2 ? -1 : weekdayAt(value, to - 2)
    const sign = value.charCodeAt(from)
    const signed = sign === 43 || sign === 45
    const hasOrdinal = to - from > 2
    const n = hasOrdinal ? digitsOf(value, signed ? from + 1 : from, to - 2, 2) : 0
    if (weekday < 0 || n < 0 || n > 53 || (hasOrdinal && n === 0)) {
      const item = value.slice(from, to)
      throw refuse(
        part.name,
        item,
        part.position + from,
        'expected MO, TU, WE, TH, FR, SA or SU, with an optional number 1 to 53 or -53 to -1 before it.',
      )
    }
    const day = hasOrdinal
      ? Object.freeze({ weekday: weekdayNames[weekday] as Weekday, ordinal: sign === 45 ? -n : n })
      : (plainByDays[weekday] as ByDay)
    const rank = hasOrdinal ? byDayRank(day) : weekday
    ordered &&= rank > rankBefore
    rankBefore = rank
    out.push(day)
    from = to + 1
  }
  checkListLength(part, out.length)
  if (ordered) return Object.freeze(out)
  out.sort((a, b) => byDayRank(a) - byDayRank(b))
  return Object.freeze(out.filter((d, i) => i === 0 || byDayRank(d) !== byDayRank(out[i - 1] as ByDay)))
}

function frequencyOf(value: string): Frequency | null {
  switch (value) {
    case 'WEEKLY':
    case 'DAILY':
    case 'MONTHLY':
    case 'YEARLY':
    case 'HOURLY':
    case 'MINUTELY':
    case 'SECONDLY':
      return value
    default:
      return null
  }
}

function parseFrequency(part: Part): Frequency {
  const frequency = frequencyOf(part.value) ?? frequencyOf(part.value.toUpperCase())
  if (frequency === null) {
    const expected = 'SECONDLY, MINUTELY, HOURLY, DAILY, WEEKLY, MONTHLY, YEARLY'
    throw refuse(part.name, part.value, part.position, `expected one of ${expected}.`)
  }
  return frequency
}

function parseWeekStart(part: Part): Weekday {
  const weekday = part.value.length === 2 ? weekdayAt(part.value, 0) : -1
  if (weekday < 0) {
    throw refuse(part.name, part.value, part.position, `expected one of ${weekdayNames.join(', ')}.`)
  }
  return weekdayNames[weekday] as Weekday
}

/**
 * A DATE, DATE-TIME or UTC DATE-TIME (RFC 5545 sections 3.3.4 and 3.3.5), or null. A leap second is read as the
 * second before it, as section 3.3.12 asks of systems without leap seconds.
 */
export function parseBasicDateTime(value: string): Until | null {
  const year = digitsOf(value, 0, 4, 4)
  const month = digitsOf(value, 4, 6, 2)
  const date = digitsOf(value, 6, 8, 2)
  if (value.length < 8 || year < yearMin || month < 1 || month > 12) return null
  if (date < 1 || date > daysInMonth(year, month)) return null
  const midnight = dayOf(year, month, date) * dayMs
  if (value.length === 8) return { form: 'date', wall: midnight as Wall }
  const utc = value.length === 16 && (value.charCodeAt(15) & 0xdf) === 90
  if (!(value.length === 15 || utc) || (value.charCodeAt(8) & 0xdf) !== 84) return null
  const hour = digitsOf(value, 9, 11, 2)
  const minute = digitsOf(value, 11, 13, 2)
  const second = digitsOf(value, 13, 15, 2)
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return null
  const ms = midnight + hour * 3_600_000 + minute * 60_000 + Math.min(second, 59) * 1000
  return utc ? { form: 'utc', instant: ms as Instant } : { form: 'local', wall: ms as Wall }
}

function parseUntil(part: Part): Until {
  const until = parseBasicDateTime(part.value)
  if (until === null) {
    throw refuse(
      part.name,
      part.value,
      part.position,
      'expected an existing date 20261231, local time 20261231T235959 or UTC time 20261231T235959Z.',
    )
  }
  return Object.freeze(until)
}

/** Reads one part into the draft; returns the bit that marks the part as seen, 0 when it is unknown. */
function readPart(draft: Draft, part: Part): number {
  switch (part.name) {
    case 'FREQ':
      draft.frequency = parseFrequency(part)
      return 1
    case 'INTERVAL':
      draft.interval = parsePositive(part, intervalMax)
      return 2
    case 'COUNT':
      draft.count = parsePositive(part, countMax)
      return 4
    case 'UNTIL':
      draft.until = parseUntil(part)
      return 8
    case 'BYSECOND':
      draft.bySecond = parseUnsignedList(part, 0, 60)
      return 16
    case 'BYMINUTE':
      draft.byMinute = parseUnsignedList(part, 0, 59)
      return 32
    case 'BYHOUR':
      draft.byHour = parseUnsignedList(part, 0, 23)
      return 64
    case 'BYDAY':
      draft.byDay = parseByDay(part)
      return 128
    case 'BYMONTHDAY':
      draft.byMonthDay = parseSignedList(part, 31, 2)
      return 256
    case 'BYYEARDAY':
      draft.byYearDay = parseSignedList(part, 366, 3)
      return 512
    case 'BYWEEKNO':
      draft.byWeekNo = parseSignedList(part, 53, 2)
      return 1024
    case 'BYMONTH':
      draft.byMonth = parseUnsignedList(part, 1, 12)
      return 2048
    case 'BYSETPOS':
      draft.bySetPos = parseSignedList(part, 366, 3)
      return 4096
    case 'WKST':
      draft.weekStart = parseWeekStart(part)
      return 8192
    default:
      return 0
  }
}

const byPartsMask = 16 | 32 | 64 | 128 | 256 | 512 | 1024 | 2048

/** @throws CoreError `never_occurs` for a rule that no date satisfies, whatever its start; `details` has `parts` */
function checkPossible(rule: Rule): void {
  const parts = clashingParts(rule)
  if (parts === null) return
  const text = formatRule(rule)
  const reason =
    parts.length === 1
      ? `no date satisfies its ${parts[0]}.`
      : `no date satisfies its ${parts.slice(0, -1).join(', ')} and ${parts.at(-1)} together.`
  throw new CoreError('never_occurs', `${text.slice(0, 200)} never occurs: ${reason}`, {
    rule: text,
    parts: parts.join(','),
  })
}

/** A refusal of a part that is well-formed by itself; its place is looked up again in the text. */
function refuseBeside(text: string, part: string, reason: string): CoreError {
  const found = new RegExp(`(?:^|;|:)${part}=([^;]*)`, 'i').exec(text)
  const value = found?.[1] ?? ''
  return refuse(part, value, found === null ? 0 : found.index + found[0].length - value.length, reason)
}

/** Which parts may stand together: the N/A cells and notes of the table in RFC 5545 section 3.3.10. */
function checkTogether(draft: Draft, seen: number, text: string): void {
  const { frequency } = draft
  if (draft.count !== null && draft.until !== null) {
    throw refuseBeside(text, 'UNTIL', 'COUNT and UNTIL exclude each other.')
  }
  if (draft.bySetPos !== null && (seen & byPartsMask) === 0) {
    throw refuseBeside(text, 'BYSETPOS', 'it needs another BYxxx part to choose from.')
  }
  if (draft.byWeekNo !== null && frequency !== 'YEARLY') {
    throw refuseBeside(text, 'BYWEEKNO', 'allowed with FREQ=YEARLY only.')
  }
  if (draft.byMonthDay !== null && frequency === 'WEEKLY') {
    throw refuseBeside(text, 'BYMONTHDAY', 'not allowed with FREQ=WEEKLY.')
  }
  const isDayToMonth = frequency === 'DAILY' || frequency === 'WEEKLY' || frequency === 'MONTHLY'
  if (draft.byYearDay !== null && isDayToMonth) {
    throw refuseBeside(text, 'BYYEARDAY', `not allowed with FREQ=${frequency}.`)
  }
  if (draft.byDay !== null) checkOrdinals(draft, draft.byDay, text)
}

function checkOrdinals(draft: Draft, byDay: readonly ByDay[], text: string): void {
  if (byDay[byDay.length - 1]?.ordinal === 0) return
  if (draft.frequency !== 'MONTHLY' && draft.frequency !== 'YEARLY') {
    throw refuseBeside(
      text,
      'BYDAY',
      'a number before the weekday is allowed with FREQ=MONTHLY or YEARLY only.',
    )
  }
  if (draft.byWeekNo !== null) {
    throw refuseBeside(text, 'BYDAY', 'a number before the weekday excludes BYWEEKNO.')
  }
}

function emptyDraft(): Draft {
  return {
    frequency: null,
    interval: 1,
    count: null,
    until: null,
    bySecond: null,
    byMinute: null,
    byHour: null,
    byDay: null,
    byMonthDay: null,
    byYearDay: null,
    byWeekNo: null,
    byMonth: null,
    bySetPos: null,
    weekStart: 'MO',
  }
}

function startsWithPrefix(text: string): boolean {
  return text.charCodeAt(5) === 58 && text.slice(0, 5).toUpperCase() === 'RRULE'
}

/**
 * Parses an RRULE value, with or without the prefix `RRULE:`, by RFC 5545 section 3.3.10. Parts come in any order,
 * names in either case. The result is frozen and holds nothing of the start: see `createRecurrence`.
 *
 * @throws CoreError `invalid_rule`; `details` has `part`, `value` and `position` (index in `text`).
 *   `never_occurs` for a rule that no date satisfies, whatever its start; `details` has `parts`, those that clash.
 * @example
 * parseRule('RRULE:FREQ=WEEKLY;COUNT=12;BYDAY=MO,WE').count // => 12
 * parseRule('FREQ=WEEKLY;BYDAY=1MO') // => throws invalid_rule
 */
export function parseRule(text: string): Rule {
  const rule = readRule(text)
  checkPossible(rule)
  return rule
}

/** The rule as it is written, possible or not. */
export function readRule(text: string): Rule {
  if (text.length > ruleTextMax) {
    throw refuse('RRULE', text, 0, `a rule has at most ${ruleTextMax} characters.`)
  }
  const draft = emptyDraft()
  let seen = 0
  let from = startsWithPrefix(text) ? 6 : 0
  for (;;) {
    const semicolon = text.indexOf(';', from)
    const to = semicolon < 0 ? text.length : semicolon
    const equals = text.indexOf('=', from)
    if (equals < 0 || equals >= to || equals === from) {
      throw refuse(
        'RRULE',
        text.slice(from, to),
        from,
        'expected NAME=value parts separated by single semicolons.',
      )
    }
    const name = text.slice(from, equals)
    const value = text.slice(equals + 1, to)
    const position = equals + 1
    const part = { name, value, position }
    const bit = readPart(draft, part) || readPart(draft, { ...part, name: name.toUpperCase() })
    if (bit === 0) throw refuse(name, value, from, 'this part is not defined by RFC 5545.')
    if ((seen & bit) !== 0) throw refuse(name.toUpperCase(), value, position, 'a part may stand only once.')
    seen |= bit
    if (semicolon < 0) break
    from = to + 1
  }
  if (draft.frequency === null) throw refuse('FREQ', '', 0, 'every rule needs FREQ.')
  checkTogether(draft, seen, text)
  return Object.freeze(draft) as Rule
}
