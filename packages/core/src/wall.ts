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
  if (!Number.isInteger(ms) || ms < wallMin || ms > wallMax) {
    throw new CoreError('invalid_wall', `${ms} is not a wall time in the years 1 to 9999.`, {
      value: String(ms),
    })
  }
  return ms as Wall
}

const wallPattern = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?$/
const datePattern = /^(\d{4})-(\d\d)-(\d\d)$/

function invalidWall(text: string): CoreError {
  const shown = text.slice(0, 40)
  return new CoreError('invalid_wall', `"${shown}" is not a local date-time such as 2026-01-05T09:00:00.`, {
    value: shown,
  })
}

function dayOfParts(year: number, month: number, date: number): number | null {
  if (year < yearMin || month < 1 || month > 12 || date < 1 || date > daysInMonth(year, month)) return null
  return dayOf(year, month, date)
}

/**
 * Reads `YYYY-MM-DDTHH:MM[:SS[.mmm]]`, years 0001 to 9999, no zone and no offset.
 * @throws CoreError `invalid_wall` for any other text and for dates or times that do not exist.
 * @example
 * parseWall('1970-01-01T00:01') // => 60_000
 * parseWall('2026-02-30T09:00:00') // => throws invalid_wall
 */
export function parseWall(text: string): Wall {
  const m = wallPattern.exec(text)
  if (m === null) throw invalidWall(text)
  const day = dayOfParts(Number(m[1]), Number(m[2]), Number(m[3]))
  const hour = Number(m[4])
  const minute = Number(m[5])
  const second = Number(m[6] ?? 0)
  if (day === null || hour > 23 || minute > 59 || second > 59) throw invalidWall(text)
  const ms = Number((m[7] ?? '0').padEnd(3, '0'))
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
  const m = datePattern.exec(text)
  const day = m === null ? null : dayOfParts(Number(m[1]), Number(m[2]), Number(m[3]))
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
 * @example
 * wallDate(parseWall('2026-01-05T09:00:00')) // => '2026-01-05'
 */
export function wallDate(wall: Wall): string {
  const civil = civilOf(Math.floor(wall / dayMs))
  return `${String(civilYear(civil)).padStart(4, '0')}-${two(civilMonth(civil))}-${two(civilDate(civil))}`
}

/**
 * `YYYY-MM-DDTHH:MM:SS`, with `.mmm` only when the milliseconds are not zero.
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
