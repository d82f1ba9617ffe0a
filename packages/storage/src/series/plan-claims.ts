import { asInstant, type Occurrence, type Recurrence } from '@booking/core'
import { type Claim, Taken } from '../claims/claim.ts'
import { findTakenClaims } from '../claims/find-taken-claims.ts'
import {
  guardAgainstTails,
  requireForeverFree,
  requireOutsideTails,
  skipBeyondHorizon,
  takenBeyond,
} from '../claims/guard-beyond-horizon.ts'
import type { Bounds } from '../context.ts'
import type { Sql } from '../database.ts'
import type { Clash } from '../refusal.ts'
import type { BookingRecord } from '../schema/bookings.ts'
import type { ExceptionRecord } from '../schema/exceptions.ts'
import { claimOf, materialise } from './materialise.ts'
import { preparedSeriesOf, recurrenceOf } from './recurrence-of.ts'

/** What to do with occurrences whose time is taken: refuse the series, or keep it without them. */
export type ConflictPolicy = 'reject' | 'skip'

export interface SeriesPlan {
  /** In order of time. */
  readonly claims: Claim[]
  readonly materialisedUntil: number | null
  /** Left out because their time is taken. */
  readonly skipped: Occurrence[]
}

export interface PlanRequest {
  readonly series: BookingRecord
  readonly recurrence: Recurrence
  readonly exceptions: readonly Pick<ExceptionRecord, 'kind' | 'wallStart' | 'newStartsAt' | 'newEndsAt'>[]
  readonly horizonUntil: number
  /** The resource is locked, so rules beyond the horizon can be read and relied on. */
  readonly isLocked: boolean
  readonly policy: ConflictPolicy
  readonly bounds: Bounds
}

/**
 * The claims of a series after its exceptions: a row for every occurrence inside the horizon and for every
 * moved one, and for the rest the certainty that the rule can be kept for ever.
 *
 * @throws Refusal too_many_occurrences; Taken when something is in the way and `policy` is `reject`, when
 *   nothing would be left, or when two endless rules would meet again and again
 */
export const planClaims = async (sql: Sql, request: PlanRequest): Promise<SeriesPlan> => {
  const { series, recurrence, horizonUntil, policy } = request
  const { occurrences, materialisedUntil } = materialise(recurrence, horizonUntil, request.bounds)
  const excepted = new Set(request.exceptions.map(({ wallStart }) => wallStart))
  const moved = movedClaims(recurrence, request.exceptions)
  if (materialisedUntil !== null)
    guardAgainstOwnRule(series, moved, recurrenceOf(series, [...excepted]), horizonUntil)
  let claims = [
    ...occurrences.filter(({ wallStart }) => !excepted.has(wallStart)).map(claimOf),
    ...moved,
  ].sort((a, b) => a.start - b.start)
  const itself = { bookingId: series.id }
  const skipped: Occurrence[] = []
  const inTheWay = new Map<string, Clash>()
  if (policy === 'skip') {
    const taken = await findTakenClaims(sql, series, claims, itself)
    skipped.push(...[...taken].sort((a, b) => a - b).flatMap((wall) => recurrence.at(wall) ?? []))
    claims = claims.filter(({ wallStart }) => !taken.has(wallStart))
  }
  if (request.isLocked && materialisedUntil === null) await guardAgainstTails(sql, series, claims, itself)
  if (request.isLocked && materialisedUntil !== null) {
    const beyond = await takenBeyond(
      sql,
      { bucket: series.bucket, id: series.resourceId, horizonUntil },
      itself,
    )
    requireOutsideTails(beyond.tails, claims)
    if (policy === 'skip') {
      const without = [...excepted, ...skipped.map(({ wallStart }) => wallStart)]
      for (const { occurrence, clash } of skipBeyondHorizon(beyond, series, without, horizonUntil)) {
        skipped.push(occurrence)
        inTheWay.set(`${clash.bookingId} ${clash.start}`, clash)
      }
    } else requireForeverFree(beyond, preparedSeriesOf(series, [...excepted]), horizonUntil)
  }
  if (claims.length === 0 && skipped.length > 0) {
    const without = [...excepted, ...skipped.map(({ wallStart }) => wallStart)]
    if (recurrenceOf(series, without).first() === null) throw new Taken([...inTheWay.values()])
  }
  return { claims, materialisedUntil, skipped }
}

/** A series with what its plan says of it: where its rows end, and when its last occurrence is over. */
export const withPlan = (
  series: BookingRecord,
  { claims, materialisedUntil }: Pick<SeriesPlan, 'claims' | 'materialisedUntil'>,
): BookingRecord => ({
  ...series,
  materialisedUntil,
  lastEndsAt: materialisedUntil === null ? (claims.at(-1)?.end ?? series.lastEndsAt) : series.lastEndsAt,
})

/** Every modified occurrence has its row at once, wherever it lies. */
export const movedClaims = (recurrence: Recurrence, exceptions: PlanRequest['exceptions']): Claim[] =>
  exceptions
    .filter(({ kind }) => kind === 'modified')
    .flatMap(({ wallStart, newStartsAt, newEndsAt }) => {
      const occurrence = recurrence.at(wallStart)
      if (occurrence === null) return []
      const start = newStartsAt ?? occurrence.start
      return [{ wallStart, start, end: newEndsAt ?? start + (occurrence.end - occurrence.start) }]
    })

/**
 * Inside the horizon a moved occurrence and its own series meet at the constraint; past it there are no rows to
 * meet.
 *
 * @throws Taken
 */
const guardAgainstOwnRule = (
  { id, title }: BookingRecord,
  moved: readonly Claim[],
  rest: Recurrence,
  horizonUntil: number,
): void => {
  const clashes = moved
    .flatMap((claim) => rest.overlapping(asInstant(claim.start), asInstant(claim.end)))
    .filter(({ start }) => start >= horizonUntil)
    .map(({ start, end }) => ({ bookingId: id, title, start, end }))
  if (clashes.length > 0) throw new Taken(clashes)
}
