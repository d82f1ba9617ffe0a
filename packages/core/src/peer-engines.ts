/** Other people's recurrence engines asked for the first instances of a rule in UTC. Used by tests only. */
import ICAL from 'ical.js'
import { RRuleTemporal } from 'rrule-temporal'
import { toRRule } from './rrule-interop.ts'
import { parseRule } from './rule-parse.ts'
import { formatBasicDateTime } from './rule-format.ts'
import type { Wall } from './wall.ts'
import { zoneOf } from './zone.ts'

export type Peer = 'rrule' | 'rrule-temporal' | 'ical.js'

/** Starts of a rule with COUNT, as wall milliseconds, without the start itself where the rule does not match it. */
export function peerStarts(peer: Peer, text: string, start: Wall): number[] {
  if (peer === 'rrule') return toRRule(parseRule(text), start, zoneOf('UTC')).all().map((d) => d.getTime())
  if (peer === 'rrule-temporal') {
    const rule = new RRuleTemporal({ rruleString: `DTSTART:${formatBasicDateTime(start)}Z\nRRULE:${text}` })
    return rule.all().map((z) => z.epochMilliseconds)
  }
  const recur = ICAL.Recur.fromString(text)
  const iterator = recur.iterator(ICAL.Time.fromJSDate(new Date(start), true))
  const found: number[] = []
  for (let time = iterator.next(); time !== null && found.length < 200; time = iterator.next()) {
    found.push(Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute, time.second))
  }
  return found
}
