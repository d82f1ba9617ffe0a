/** What is asked of every engine, in the terms of RFC 5545. All times are instants in epoch milliseconds. */
export type Ask =
  /** Read the text of the rule; INTERVAL and COUNT show that it was read. */
  | { readonly kind: 'read' }
  /** Parse, build, and give every start in [from, to). */
  | { readonly kind: 'expand'; readonly from: number; readonly to: number }
  /** Give every start in [from, to) of a recurrence that is built already. */
  | { readonly kind: 'window'; readonly from: number; readonly to: number }
  /** Give the last start before an instant, of a recurrence that is built already. */
  | { readonly kind: 'previous'; readonly before: number }
  /** Parse, build, and count. */
  | { readonly kind: 'count' }
  /** Parse, build, and find that there is no occurrence. */
  | { readonly kind: 'never' }

/** What a figure is divided by. */
export type Unit = 'occurrence' | 'call' | 'interval' | 'series'

export interface RecurrenceCase {
  readonly id: string
  readonly group: string
  readonly label: string
  readonly rule: string
  /** Local start, `YYYY-MM-DDTHH:MM:SS`. */
  readonly start: string
  readonly zoneId: 'UTC' | 'America/New_York'
  readonly ask: Ask
  readonly unit: Unit
  /** Part of `--quick`, and of the picture. */
  readonly isKey: boolean
}

/** One engine's way to one case: `work` is timed, and what it returns is compared. */
export interface Task {
  readonly work: () => ArrayLike<number>
  /** What is compared where the engines do not take the same number of questions: what all of them answer. */
  readonly answer?: () => ArrayLike<number>
  /** How many units one call of `work` holds: 1 when absent. Occurrences are counted in the answer. */
  readonly operations?: number
}

/** Gives the task of a case, or null when the engine has no call for it. */
export type Engine = (caseId: string) => Task | null
