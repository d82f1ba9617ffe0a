/** Other people's recurrence engines, and what is known to set them apart from us. Used by tests only. */
import { RRuleTemporal } from 'rrule-temporal'
import { toRRule } from './rrule-interop.ts'
import type { Rule } from './rule.ts'
import { formatBasicDateTime, formatRule } from './rule-format.ts'
import type { Wall } from './wall.ts'
import { zoneOf } from './zone.ts'

export interface Disagreement {
  readonly name: string
  readonly reason: string
  /** True for the rules the class covers. */
  readonly covers: (rule: Rule) => boolean
  /** True when such rules must not even be asked for, because the peer takes seconds or never returns. */
  readonly isUnsafe?: boolean
}

export interface Peer {
  readonly name: string
  /** Starts of a rule with COUNT in UTC, as wall milliseconds. */
  readonly startsOf: (rule: Rule, start: Wall) => number[]
  readonly disagreements: readonly Disagreement[]
}

const isBelowTheHour = (rule: Rule): boolean => rule.frequency === 'MINUTELY' || rule.frequency === 'SECONDLY'

const isMixed = (rule: Rule): boolean =>
  (rule.byDay ?? []).some((d) => d.ordinal === 0) && (rule.byDay ?? []).some((d) => d.ordinal !== 0)

const leapSecond: Disagreement = {
  name: 'leap second',
  reason:
    'BYSECOND=60 is dropped or carried into the next minute; RFC 5545 section 3.3.12 reads it as second 59',
  covers: (rule) => rule.bySecond?.includes(60) ?? false,
}

export const peers: readonly Peer[] = [
  {
    name: 'rrule',
    startsOf: (rule, start) =>
      toRRule(rule, start, zoneOf('UTC'))
        .all()
        .map((date) => date.getTime()),
    disagreements: [
      leapSecond,
      {
        name: 'weekdays with and without ordinal',
        reason: 'intersects what RFC 5545 unites (BYDAY=MO,1TU), and then often searches to the year 9999',
        covers: isMixed,
        isUnsafe: true,
      },
      {
        name: 'steps below the hour with limits',
        reason: 'may never return (MINUTELY;BYDAY=FR,SA;BYHOUR=5,13)',
        covers: (rule) => isBelowTheHour(rule) && (rule.byHour !== null || rule.byMinute !== null),
        isUnsafe: true,
      },
      {
        name: 'BYSETPOS',
        reason:
          'gives an instance once for every position that names it, lets positions run past the set, and ' +
          'counts positions from the start instead of from the beginning of its period',
        covers: (rule) => rule.bySetPos !== null,
      },
      {
        name: 'BYWEEKNO',
        reason:
          'takes all seven days of the week where the weekday should come from the start, and counts INTERVAL ' +
          'in calendar years',
        covers: (rule) => rule.byWeekNo !== null,
      },
    ],
  },
  {
    name: 'rrule-temporal',
    startsOf: (rule, start) => {
      const rruleString = `DTSTART:${formatBasicDateTime(start)}Z\nRRULE:${formatRule(rule)}`
      return new RRuleTemporal({ rruleString }).all().map((time) => time.epochMilliseconds)
    },
    disagreements: [
      leapSecond,
      {
        name: 'BYWEEKNO with BYMONTHDAY or INTERVAL',
        reason: 'does not limit the days of a week by BYMONTHDAY, and counts INTERVAL in calendar years',
        covers: (rule) => rule.byWeekNo !== null && (rule.byMonthDay !== null || rule.interval > 1),
      },
      {
        name: 'weekdays with and without ordinal in a year',
        reason: 'drops the weekdays without ordinal (YEARLY;BYDAY=MO,20TU)',
        covers: (rule) => rule.frequency === 'YEARLY' && isMixed(rule),
      },
      {
        name: 'BYMONTHDAY with BYYEARDAY',
        reason: 'unites in YEARLY what the table of RFC 5545 section 3.3.10 lets limit each other',
        covers: (rule) => rule.frequency === 'YEARLY' && rule.byMonthDay !== null && rule.byYearDay !== null,
      },
    ],
  },
]
