import { createHash } from 'node:crypto'
import { asInstant, isZone, transitionsOfYear, zoneOf } from '@booking/core'

/** The time zone data that a process computes with. */
export interface ZoneData {
  /** Release of the tz database, such as `2025c`. */
  readonly version: string
  /** Hash of all that a zone does from 2020 on; null where these data do not know the zone. */
  fingerprintOf(timeZone: string): string | null
}

const FIRST_YEAR = 2020
/** From 2100 on zones do the same in every year of a kind; 2200 to 2228 has all fourteen kinds. */
const REGULAR_YEAR = 2100
const TEMPLATE_YEARS = [2200, 2229] as const

const fingerprints = new Map<string, string | null>()

const fingerprintOf = (timeZone: string): string | null => {
  const known = fingerprints.get(timeZone)
  if (known !== undefined) return known
  const fingerprint = isZone(timeZone) ? compute(timeZone) : null
  fingerprints.set(timeZone, fingerprint)
  return fingerprint
}

const compute = (timeZone: string): string => {
  const zone = zoneOf(timeZone)
  const begin = asInstant(Date.UTC(FIRST_YEAR, 0, 1))
  const hash = createHash('sha256').update(String(zone.wallOf(begin) - begin))
  const addYears = (from: number, to: number) => {
    for (let year = from; year < to; year++)
      for (const { instant, offsetAfter } of transitionsOfYear(zone, year))
        hash.update(` ${instant}:${offsetAfter}`)
  }
  addYears(FIRST_YEAR, REGULAR_YEAR)
  addYears(...TEMPLATE_YEARS)
  return hash.digest('base64url')
}

/** The data of this JavaScript engine, which the core converts by. */
export const runtimeZoneData: ZoneData = { version: process.versions.tz ?? 'unknown', fingerprintOf }

const release = /^\d{4}[a-z]{1,2}$/

/** Whether one release of the tz database came after another. Names that are no releases are never newer. */
export const isNewer = (one: string, other: string): boolean =>
  release.test(one) && (!release.test(other) || one > other)
