/** The first of each list is ours; the others are compared with it. */
export const recurrenceEngines = [
  '@booking/core',
  'rrule',
  'rrule-temporal',
  'rrule-rust',
  'ical.js',
] as const
export const conflictEngines = ['@booking/core', 'plain code'] as const

export type Suite = 'recurrence' | 'conflicts'
