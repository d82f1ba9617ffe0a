export {
  type Busy,
  type FreeSlotsQuery,
  freeSlots,
  type NearestAlternativesQuery,
  nearestAlternatives,
} from './availability.ts'
export type { BusinessHours, ClockRange, Closure, WeekdayName } from './business-hours.ts'
export { CoreError, type CoreErrorCode, type CoreErrorDetails } from './errors.ts'
export {
  type Added,
  applyExceptions,
  type Cancelled,
  type EffectiveOccurrence,
  type Exception,
  findOrphans,
  type Modified,
  type OccurrenceStatus,
} from './exceptions.ts'
export { formatICalendarMessage, type ICalendarEvent, type ICalendarMessage } from './ical-event.ts'
export { formatICalendar } from './ical-format.ts'
export { type ICalendarSeries, parseICalendar } from './ical-parse.ts'
export { asInstant, type Instant, instantMax, instantMin } from './instant.ts'
export {
  type Interval,
  interval,
  intervalContains,
  intervalHolds,
  intervalsOverlap,
  mergeIntervals,
  subtractIntervals,
} from './interval.ts'
export { IntervalIndex } from './interval-index.ts'
export {
  firstClashOf,
  type JoinVisitor,
  joinIntervals,
  type SortedIntervals,
  sweepJoin,
  sweepJoinInto,
} from './interval-join.ts'
/**
 * Every bound of the core as a number, its unit in its name; what lies beyond one is refused, never cut off.
 * @example
 * parseRule(`FREQ=DAILY;COUNT=${limits.countMax}`).count // => 1_000_000
 * parseRule(`FREQ=DAILY;COUNT=${limits.countMax + 1}`) // => throws invalid_rule
 */
export * as limits from './limits.ts'
export {
  compileBusinessHours,
  isWithinBusinessHours,
  isWithinOpenHours,
  type OpenHours,
  openIntervals,
  openIntervalsOf,
} from './open-hours.ts'
export { type PreparedSeries, prepareSeries, type SeriesInput } from './prepared-series.ts'
export {
  createRecurrence,
  type Occurrence,
  type Recurrence,
  type RecurrenceDate,
  type RecurrenceInput,
  type WindowOptions,
} from './recurrence.ts'
export type { ByDay, Frequency, Rule, Until, Weekday } from './rule.ts'
export { describeRule } from './rule-describe.ts'
export { formatRule } from './rule-format.ts'
export { parseRule } from './rule-parse.ts'
export {
  type AgainstIntervalsOptions,
  clashesWithIntervals,
  type IntervalClash,
} from './series-against-intervals.ts'
export {
  type ConflictOptions,
  conflictsOf,
  firstSeriesClash,
  type SeriesClash,
  type SeriesVerdict,
} from './series-conflict.ts'
export { firstOutsideOpenHours } from './series-open-hours.ts'
export { selfOverlap } from './series-self-overlap.ts'
export type { StartKind } from './start-kind.ts'
export {
  asWall,
  formatWall,
  parseWall,
  parseWallDate,
  type Wall,
  wallDate,
  wallMax,
  wallMin,
} from './wall.ts'
export { withSteps } from './work-budget.ts'
export { isZone, type ResolvedWall, type Zone, type ZoneGap, type ZoneShift, zoneOf } from './zone.ts'
export { transitionsOfYear } from './zone-regimes.ts'
