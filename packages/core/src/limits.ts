/** Bounds of the core. Every number that could grow has its limit here, with the unit in its name. */

/** First and last year of the supported (proleptic Gregorian) calendar, both inclusive. */
export const yearMin = 1
export const yearMax = 9999

/** Longest rule text accepted, in UTF-16 code units (a rule is ASCII). A full BYYEARDAY list of both signs fits. */
export const ruleTextMax = 8192

/** Most values one BYxxx list may carry, before duplicates are dropped. */
export const ruleListMax = 1464

/** Largest COUNT. */
export const countMax = 1_000_000

/** Largest INTERVAL. */
export const intervalMax = 1_000_000

/** Most rules, RDATE and EXDATE values of one recurrence. */
export const rulesMax = 64
export const datesMax = 100_000

/** Longest occurrence: 366 days in milliseconds. */
export const durationMsMax = 366 * 86_400_000

/** Longest iCalendar block accepted, in UTF-16 code units. */
export const icalTextMax = 1_048_576

/** Occurrences `between`, `overlapping`, `onDate` and `applyExceptions` return unless the caller asks for more. */
export const occurrencesBudgetDefault = 25_000

/** Instants `startsBetween` returns unless the caller asks for more. */
export const startsBudgetDefault = 50_000

/**
 * Steps one call may take unless `withSteps` or a `budget` allows more: days, periods, occurrences or transitions
 * looked at, about 50 ns each. Reaching it is a refusal, never a wrong answer.
 */
export const stepsDefault = 50_000

/** Most open ranges, and most breaks, of one day of business hours. */
export const businessRangesPerDayMax = 24

/** Most closures of one resource. */
export const businessClosuresMax = 1000

/** Most days one question about business hours may span (11 years). */
export const openDaysMax = 4018

/** Most free slots one search returns, and most alternatives. */
export const freeSlotsMax = 10_000
export const alternativesMax = 100

/** Most residues a rule is reduced to when two series are compared; beyond it they are compared by walking. */
export const residuesMax = 16_384

/** Steps one comparison of series may take unless its `budget` allows more. */
export const conflictStepsDefault = 50_000
