import {
  civilDate,
  civilMonth,
  civilOf,
  civilYear,
  dayMax,
  dayMin,
  dayMs,
  dayOf,
  daysInMonth,
} from './civil.ts'
import { CoreError } from './errors.ts'
import { yearMin } from './limits.ts'

/**
 * A reading of a local clock, without a zone: day number * 86,400,000 + milliseconds of the day.
 * @example
 * const wall: Wall = parseWall('1970-01-01T00:00:01')
 * wall // => 1000
 */
export type Wall = number & { readonly brand: 'Wall' }

/**
 * The first supported wall time, wall ms.
 * @example
 * formatWall(wallMin) // => '0001-01-01T00:00:00'
 */
export const wallMin = (dayMin * dayMs) as Wall
/**
 * The last supported wall time, wall ms.
 * @example
 * formatWall(wallMax) // => '9999-12-31T23:59:59.999'
 */
export const wallMax = ((dayMax + 1) * dayMs - 1) as Wall

/**
 * Brands a number as wall milliseconds.
 * @throws CoreError `invalid_wall` when not an integer or outside the years 1 to 9999.
 * @example
 * formatWall(asWall(86_400_000)) // => '1970-01-02T00:00:00'
 * asWall(0.5) // => throws invalid_wall
 */
export function asWall(ms: number): Wall {
  if (!Number.isInteger(ms) || ms < wallMin || ms > wallMax) throw noWall(ms)
  return ms as Wall
}

function noWall(ms: number): CoreError {
  return new CoreError('invalid_wall', `${ms} is not a wall time in the years 1 to 9999.`, {
    value: String(ms),
  })
}

const hyphen = 45
const colon = 58
const point = 46
const letterT = 84

function invalidWall(text: string): CoreError {
  const shown = text.slice(0, 40)
  return new CoreError('invalid_wall', `"${shown}" is not a local date-time such as 2026-01-05T09:00:00.`, {
    value: shown,
  })
}

/** The number that the digits in [from, to) spell; -1 for anything else. */
function digitsAt(text: string, from: number, to: number): number {
  let n = 0
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 48
    if (!(digit >= 0 && digit <= 9)) return -1
    n = n * 10 + digit
  }
  return n
}

/** Day number of the date that `text` begins with, null when there is none. */
function dayAt(text: string): number | null {
  if (text.charCodeAt(4) !== hyphen || text.charCodeAt(7) !== hyphen) return null
  const year = digitsAt(text, 0, 4)
  const month = digitsAt(text, 5, 7)
  const date = digitsAt(text, 8, 10)
  if (year < yearMin || month < 1 || month > 12 || date < 1 || date > daysInMonth(year, month)) return null
  return dayOf(year, month, date)
}

/** Milliseconds of `.m`, `.mm` or `.mmm` at `from`; -1 for anything else. */
function fractionAt(text: string, from: number): number {
  const digits = text.length - from - 1
  if (text.charCodeAt(from) !== point || digits < 1 || digits > 3) return -1
  const value = digitsAt(text, from + 1, text.length)
  return digits === 3 ? value : value * (digits === 2 ? 10 : 100)
}

/**
 * Reads `YYYY-MM-DDTHH:MM[:SS[.mmm]]`, years 0001 to 9999, no zone and no offset.
 * @throws CoreError `invalid_wall` for any other text and for dates or times that do not exist.
 * @example
 * parseWall('1970-01-01T00:01') // => 60_000
 * parseWall('2026-02-30T09:00:00') // => throws invalid_wall
 */
export function parseWall(text: string): Wall {
  const { length } = text
  const day = dayAt(text)
  const hour = digitsAt(text, 11, 13)
  const minute = digitsAt(text, 14, 16)
  const isApart = text.charCodeAt(10) === letterT && text.charCodeAt(13) === colon
  if (day === null || !isApart || hour < 0 || hour > 23 || minute < 0 || minute > 59) throw invalidWall(text)
  const hasSecond = length > 16
  const second = hasSecond ? digitsAt(text, 17, 19) : 0
  const ms = length > 19 ? fractionAt(text, 19) : 0
  if (hasSecond && text.charCodeAt(16) !== colon) throw invalidWall(text)
  if (second < 0 || second > 59 || ms < 0) throw invalidWall(text)
  return (day * dayMs + hour * 3_600_000 + minute * 60_000 + second * 1000 + ms) as Wall
}

/**
 * Reads `YYYY-MM-DD` as the wall time of its midnight.
 * @throws CoreError `invalid_wall` when the text is not a date that exists.
 * @example
 * parseWallDate('1970-01-02') // => 86_400_000
 * parseWallDate('2026-02-29') // => throws invalid_wall
 */
export function parseWallDate(text: string): Wall {
  const day = text.length === 10 ? dayAt(text) : null
  if (day === null) {
    const shown = text.slice(0, 40)
    throw new CoreError('invalid_wall', `"${shown}" is not a date such as 2026-01-05.`, { value: shown })
  }
  return (day * dayMs) as Wall
}

function two(n: number): string {
  return n < 10 ? `0${n}` : String(n)
}

/**
 * The local date of a wall time, `YYYY-MM-DD`.
 * @throws CoreError `invalid_wall` for what is no whole number
 * @example
 * wallDate(parseWall('2026-01-05T09:00:00')) // => '2026-01-05'
 */
export function wallDate(wall: Wall): string {
  if (!Number.isSafeInteger(wall)) throw noWall(wall)
  const civil = civilOf(Math.floor(wall / dayMs))
  return `${String(civilYear(civil)).padStart(4, '0')}-${two(civilMonth(civil))}-${two(civilDate(civil))}`
}

/**
 * `YYYY-MM-DDTHH:MM:SS`, with `.mmm` only when the milliseconds are not zero.
 * @throws CoreError `invalid_wall` for what is no whole number
 * @example
 * formatWall(parseWall('2026-01-05T09:00:00.250')) // => '2026-01-05T09:00:00.250'
 */
export function formatWall(wall: Wall): string {
  const ofDay = wall - Math.floor(wall / dayMs) * dayMs
  const ms = ofDay % 1000
  const seconds = (ofDay - ms) / 1000
  const fraction = ms === 0 ? '' : `.${String(ms).padStart(3, '0')}`
  const hour = Math.floor(seconds / 3600)
  const minute = Math.floor(seconds / 60) % 60
  return `${wallDate(wall)}T${two(hour)}:${two(minute)}:${two(seconds % 60)}${fraction}`
}
