import { asInstant, type Occurrence, parseWall, type Recurrence, wallDate } from '@booking/core'
import { Refusal } from '../refusal.ts'

/** Names one occurrence of a series by the local date of its original start. */
export interface OccurrenceName {
  /** `YYYY-MM-DD` in the series' zone. */
  readonly date: string
  /** Original start, milliseconds since the epoch; needed when the day has several. */
  readonly start?: number | undefined
}

/** @throws Refusal no_such_occurrence, ambiguous_occurrence */
export const findOccurrence = (recurrence: Recurrence, { date, start }: OccurrenceName): Occurrence => {
  const onDate = recurrence.onDate(date)
  const matching = start === undefined ? onDate : onDate.filter((occurrence) => occurrence.start === start)
  const [occurrence] = matching
  if (occurrence === undefined)
    throw new Refusal('no_such_occurrence', { date, nearest: nearestDates(recurrence, date) })
  if (matching.length > 1)
    throw new Refusal('ambiguous_occurrence', { date, starts: matching.map((candidate) => candidate.start) })
  return occurrence
}

/** The dates before and after that do have an occurrence. */
const nearestDates = (recurrence: Recurrence, date: string): string[] => {
  const noon = recurrence.zone.instantOf(parseWall(`${date}T12:00:00`))
  const before = recurrence.previous(noon)
  const after = recurrence.next(asInstant(noon - 1))
  const dates = [before, after].flatMap((occurrence) =>
    occurrence === null ? [] : [wallDate(occurrence.wallStart)],
  )
  return [...new Set(dates)]
}
