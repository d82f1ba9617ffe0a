import ICAL from 'ical.js'
import type { Engine, RecurrenceCase } from '../case.ts'
import { recurrenceCase } from '../recurrence-cases.ts'

/** ical.js knows no IANA names: its zones are VTIMEZONE texts. This is the law of New York since 1987. */
const newYork = ICAL.Timezone.fromData({
  tzid: 'America/New_York',
  component: new ICAL.Component(
    ICAL.parse(
      [
        'BEGIN:VTIMEZONE',
        'TZID:America/New_York',
        ...observance(
          'DAYLIGHT',
          '-0500',
          '-0400',
          '19870405T020000',
          'BYMONTH=4;BYDAY=1SU;UNTIL=20060402T070000Z',
        ),
        ...observance('DAYLIGHT', '-0500', '-0400', '20070311T020000', 'BYMONTH=3;BYDAY=2SU'),
        ...observance(
          'STANDARD',
          '-0400',
          '-0500',
          '19671029T020000',
          'BYMONTH=10;BYDAY=-1SU;UNTIL=20061029T060000Z',
        ),
        ...observance('STANDARD', '-0400', '-0500', '20071104T020000', 'BYMONTH=11;BYDAY=1SU'),
        'END:VTIMEZONE',
      ].join('\r\n'),
    ),
  ),
})

function observance(kind: string, from: string, to: string, start: string, rule: string): string[] {
  const offsets = [`TZOFFSETFROM:${from}`, `TZOFFSETTO:${to}`]
  return [`BEGIN:${kind}`, ...offsets, `DTSTART:${start}`, `RRULE:FREQ=YEARLY;${rule}`, `END:${kind}`]
}

function startOf({ start, zoneId }: RecurrenceCase): ICAL.Time {
  const time = ICAL.Time.fromDateTimeString(start)
  time.zone = zoneId === 'UTC' ? ICAL.Timezone.utcTimezone : newYork
  return time
}

/** Starts in [from, to), stepped from DTSTART on: ical.js has no window. */
function startsBetween(one: RecurrenceCase, from: number, to: number): number[] {
  const iterator = ICAL.Recur.fromString(one.rule).iterator(startOf(one))
  const found: number[] = []
  for (let time = iterator.next(); time; time = iterator.next()) {
    const ms = time.toUnixTime() * 1000
    if (ms >= to) break
    if (ms >= from) found.push(ms)
  }
  return found
}

export const ical: Engine = (caseId) => {
  const one = recurrenceCase(caseId)
  const { ask } = one
  if (ask.kind === 'read') {
    return {
      work: () => {
        const { interval, count } = ICAL.Recur.fromString(one.rule)
        return [interval, count ?? -1]
      },
    }
  }
  if (ask.kind === 'previous') return null
  if (ask.kind === 'count') return { work: () => [startsBetween(one, -Infinity, Infinity).length] }
  if (ask.kind === 'never') return { work: () => startsBetween(one, -Infinity, Infinity) }
  return { work: () => startsBetween(one, ask.from, ask.to) }
}
