import { asInstant, asWall, formatWall, type Instant, parseWall, type Wall } from '@booking/core'

/** Sessions run with TimeZone=UTC, so PostgreSQL prints every timestamptz as `YYYY-MM-DD HH:MM:SS[.fff]+00`. */
export const instantFromSql = (text: string): Instant =>
  asInstant(Date.parse(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`))

/** 9999-12-31T23:59:59.999Z, the last instant whose year has four digits, as every answer and row writes it. */
export const lastInstant = asInstant(Date.UTC(9999, 11, 31, 23, 59, 59, 999))

/** By the calendar of the core, which takes half the time of `toISOString`. */
export const instantToSql = (instant: number): string => `${formatWall(utcWall(instant))}Z`

/**
 * Text of an array, for `::text::timestamptz[]`: read in one go, where an array of texts is read as one and then text by
 * text.
 */
export const instantsToSql = (instants: readonly number[]): string => `{${instants.map(instantToSql).join()}}`

export const asInstantOrUndefined = (instant: number | null): Instant | undefined =>
  instant === null ? undefined : asInstant(instant)

export const wallFromSql = (text: string): Wall => parseWall(text.replace(' ', 'T'))

export const wallToSql = (wall: Wall): string => formatWall(wall)

/** Text of an array, for `::text::timestamp[]`. */
export const wallsToSql = (walls: readonly Wall[]): string => `{${walls.map(wallToSql).join()}}`

/** Wall clock of a single booking's claim: UTC, since a single booking is two instants and has no zone. */
export const utcWall = (instant: number): Wall => asWall(instant)
