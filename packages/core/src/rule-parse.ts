/**
 * RRULE text to a frozen `Rule`, strictly by RFC 5545 section 3.3.10. Whatever the RFC forbids is refused with the
 * part, the value and the position in the text; nothing is repaired silently.
 */
import { dayMs, dayOf, daysInMonth } from './civil.ts'
import { CoreError } from './errors.ts'
import type { Instant } from './instant.ts'
import { countMax, intervalMax, ruleListMax, ruleTextMax, yearMin } from './limits.ts'
import { type ByDay, type Frequency, type Rule, type Until, type Weekday, weekdays } from './rule.ts'
import { formatRule } from './rule-format.ts'
import { clashingParts } from './rule-proof.ts'
import { RuleScanner, refuse, wordCode } from './rule-scanner.ts'
import type { Wall } from './wall.ts'

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

function parsePositive(scanner: RuleScanner, max: number): number {
  const n = scanner.digits(10)
  if (n < 1 || n > max || !scanner.isAtPartEnd) {
    throw scanner.refuseValue(`expected a whole number from 1 to ${max}.`)
  }
  return n
}

/** Positive values first, each sign ascending. */
function byListOrder(a: number, b: number): number {
  return a < 0 === b < 0 ? a - b : b - a
}

/** The lists of one number, -366 the first: each made when first met, for freezing a list costs as much as reading it. */
const lonelyLists: (readonly number[] | undefined)[] = []
const lonelyMin = -366

function lonelyListOf(value: number): readonly number[] {
  let list = lonelyLists[value - lonelyMin]
  if (list === undefined) {
    list = Object.freeze([value])
    lonelyLists[value - lonelyMin] = list
  }
  return list
}

function sortedUnique(values: number[]): readonly number[] {
  if (values.length === 1) return lonelyListOf(values[0] as number)
  let ordered = true
  for (let i = 1; i < values.length && ordered; i++) {
    ordered = byListOrder(values[i - 1] as number, values[i] as number) < 0
  }
  if (ordered) return Object.freeze(values)
  values.sort(byListOrder)
  return Object.freeze(values.filter((v, i) => i === 0 || v !== values[i - 1]))
}

function checkListLength(scanner: RuleScanner, length: number): void {
  if (length > ruleListMax) throw scanner.refuseValue(`a list holds at most ${ruleListMax} values.`)
}

/** A comma-separated list of unsigned numbers `min`..`max`, two digits each. */
function parseUnsignedList(scanner: RuleScanner, min: number, max: number): readonly number[] {
  const out: number[] = []
  do {
    const from = scanner.at
    const n = scanner.digits(2)
    if (n < min || n > max || !scanner.isAtItemEnd) {
      throw scanner.refuseItem(from, `expected whole numbers from ${min} to ${max}.`)
    }
    out.push(n)
  } while (scanner.nextItem())
  checkListLength(scanner, out.length)
  return sortedUnique(out)
}

/** A comma-separated list of signed numbers, 1..`max` or -1..-`max`. */
function parseSignedList(scanner: RuleScanner, max: number, digitsMax: number): readonly number[] {
  const out: number[] = []
  do {
    const from = scanner.at
    const isNegative = scanner.minus()
    const n = scanner.digits(digitsMax)
    if (n < 1 || n > max || !scanner.isAtItemEnd) {
      throw scanner.refuseItem(from, `expected 1 to ${max} or -${max} to -1.`)
    }
    out.push(isNegative ? -n : n)
  } while (scanner.nextItem())
  checkListLength(scanner, out.length)
  return sortedUnique(out)
}

const plainByDays: readonly ByDay[] = weekdays.map((weekday) => Object.freeze({ weekday, ordinal: 0 }))

/** The lists of weekdays without ordinals, by their bits, Monday the lowest: each made when first met. */
const plainLists: (readonly ByDay[] | undefined)[] = Array.from({ length: 128 })

function plainListOf(bits: number): readonly ByDay[] {
  let list = plainLists[bits]
  if (list === undefined) {
    list = Object.freeze(plainByDays.filter((_, weekday) => (bits >> weekday) & 1))
    plainLists[bits] = list
  }
  return list
}

/** Sort key of a BYDAY value: plain weekdays, then ordinals from the start, then from the end; weekday last. */
function byDayRank(day: ByDay): number {
  const ordinal = day.ordinal < 0 ? 200 + day.ordinal : day.ordinal
  return ordinal * 8 + weekdays.indexOf(day.weekday)
}

function parseByDay(scanner: RuleScanner): readonly ByDay[] {
  let plainBits = 0
  let ordinals: ByDay[] | null = null
  let length = 0
  do {
    const from = scanner.at
    const isNegative = scanner.minus()
    const hasOrdinal = scanner.at > from || scanner.isAtDigit
    const n = hasOrdinal ? scanner.digits(2) : 1
    const weekday = scanner.weekday()
    if (weekday < 0 || n < 1 || n > 53 || !scanner.isAtItemEnd) {
      throw scanner.refuseItem(
        from,
        'expected MO, TU, WE, TH, FR, SA or SU, with an optional number 1 to 53 or -53 to -1 before it.',
      )
    }
    length++
    if (hasOrdinal) {
      ordinals ??= []
      ordinals.push(Object.freeze({ weekday: weekdays[weekday] as Weekday, ordinal: isNegative ? -n : n }))
    } else plainBits |= 1 << weekday
  } while (scanner.nextItem())
  checkListLength(scanner, length)
  if (ordinals === null) return plainListOf(plainBits)
  ordinals.sort((a, b) => byDayRank(a) - byDayRank(b))
  const unique = ordinals.filter((d, i) => i === 0 || byDayRank(d) !== byDayRank(ordinals[i - 1] as ByDay))
  return Object.freeze([...plainListOf(plainBits), ...unique])
}

/** What FREQ and the parts are called, as `RuleScanner.word` reads it. */
const word = {
  SECONDLY: wordCode('SECONDLY'),
  MINUTELY: wordCode('MINUTELY'),
  HOURLY: wordCode('HOURLY'),
  DAILY: wordCode('DAILY'),
  WEEKLY: wordCode('WEEKLY'),
  MONTHLY: wordCode('MONTHLY'),
  YEARLY: wordCode('YEARLY'),
  FREQ: wordCode('FREQ'),
  INTERVAL: wordCode('INTERVAL'),
  COUNT: wordCode('COUNT'),
  UNTIL: wordCode('UNTIL'),
  BYSECOND: wordCode('BYSECOND'),
  BYMINUTE: wordCode('BYMINUTE'),
  BYHOUR: wordCode('BYHOUR'),
  BYDAY: wordCode('BYDAY'),
  BYMONTHDAY: wordCode('BYMONTHDAY'),
  BYYEARDAY: wordCode('BYYEARDAY'),
  BYWEEKNO: wordCode('BYWEEKNO'),
  BYMONTH: wordCode('BYMONTH'),
  BYSETPOS: wordCode('BYSETPOS'),
  WKST: wordCode('WKST'),
} as const

function frequencyOf(code: number): Frequency | null {
  switch (code) {
    case word.WEEKLY:
      return 'WEEKLY'
    case word.DAILY:
      return 'DAILY'
    case word.MONTHLY:
      return 'MONTHLY'
    case word.YEARLY:
      return 'YEARLY'
    case word.HOURLY:
      return 'HOURLY'
    case word.MINUTELY:
      return 'MINUTELY'
    case word.SECONDLY:
      return 'SECONDLY'
    default:
      return null
  }
}

function parseFrequency(scanner: RuleScanner): Frequency {
  const frequency = frequencyOf(scanner.word())
  if (frequency === null || !scanner.isAtPartEnd) {
    const expected = 'SECONDLY, MINUTELY, HOURLY, DAILY, WEEKLY, MONTHLY, YEARLY'
    throw scanner.refuseValue(`expected one of ${expected}.`)
  }
  return frequency
}

function parseWeekStart(scanner: RuleScanner): Weekday {
  const weekday = scanner.weekday()
  if (weekday < 0 || !scanner.isAtPartEnd) {
    throw scanner.refuseValue(`expected one of ${weekdays.join(', ')}.`)
  }
  return weekdays[weekday] as Weekday
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
  const utc = value.length === 16 && (value.charCodeAt(15) & 0xffdf) === 90
  if (!(value.length === 15 || utc) || (value.charCodeAt(8) & 0xffdf) !== 84) return null
  const hour = digitsOf(value, 9, 11, 2)
  const minute = digitsOf(value, 11, 13, 2)
  const second = digitsOf(value, 13, 15, 2)
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return null
  const ms = midnight + hour * 3_600_000 + minute * 60_000 + Math.min(second, 59) * 1000
  return utc ? { form: 'utc', instant: ms as Instant } : { form: 'local', wall: ms as Wall }
}

function parseUntil(scanner: RuleScanner): Until {
  const text = scanner.value
  const until = parseBasicDateTime(text)
  if (until === null) {
    throw scanner.refuseValue(
      'expected an existing date 20261231, local time 20261231T235959 or UTC time 20261231T235959Z.',
    )
  }
  scanner.at += text.length
  return Object.freeze(until)
}

/** Reads the value of one part into the draft; returns the bit that marks the part as seen, 0 when it is unknown. */
function readPart(draft: Draft, code: number, scanner: RuleScanner): number {
  switch (code) {
    case word.FREQ:
      draft.frequency = parseFrequency(scanner)
      return 1
    case word.INTERVAL:
      draft.interval = parsePositive(scanner, intervalMax)
      return 2
    case word.COUNT:
      draft.count = parsePositive(scanner, countMax)
      return 4
    case word.UNTIL:
      draft.until = parseUntil(scanner)
      return 8
    case word.BYSECOND:
      draft.bySecond = parseUnsignedList(scanner, 0, 60)
      return 16
    case word.BYMINUTE:
      draft.byMinute = parseUnsignedList(scanner, 0, 59)
      return 32
    case word.BYHOUR:
      draft.byHour = parseUnsignedList(scanner, 0, 23)
      return 64
    case word.BYDAY:
      draft.byDay = parseByDay(scanner)
      return 128
    case word.BYMONTHDAY:
      draft.byMonthDay = parseSignedList(scanner, 31, 2)
      return 256
    case word.BYYEARDAY:
      draft.byYearDay = parseSignedList(scanner, 366, 3)
      return 512
    case word.BYWEEKNO:
      draft.byWeekNo = parseSignedList(scanner, 53, 2)
      return 1024
    case word.BYMONTH:
      draft.byMonth = parseUnsignedList(scanner, 1, 12)
      return 2048
    case word.BYSETPOS:
      draft.bySetPos = parseSignedList(scanner, 366, 3)
      return 4096
    case word.WKST:
      draft.weekStart = parseWeekStart(scanner)
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
  const scanner = new RuleScanner(text, startsWithPrefix(text) ? 6 : 0)
  let seen = 0
  do {
    const from = scanner.at
    const bit = readPart(draft, scanner.beginPart(), scanner)
    if (bit === 0) throw refuse(scanner.name, scanner.value, from, 'this part is not defined by RFC 5545.')
    if ((seen & bit) !== 0) throw scanner.refuseValue('a part may stand only once.')
    seen |= bit
  } while (scanner.nextPart())
  if (draft.frequency === null) throw refuse('FREQ', '', 0, 'every rule needs FREQ.')
  checkTogether(draft, seen, text)
  return Object.freeze(draft) as Rule
}
