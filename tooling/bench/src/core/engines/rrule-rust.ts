import { DateTime, RRule, RRuleSet } from 'rrule-rust'
import type { Engine, RecurrenceCase } from '../case.ts'
import { icalText, recurrenceCase } from '../recurrence-cases.ts'

function build(one: RecurrenceCase) {
  const set = RRuleSet.fromString(icalText(one))
  set.cache.disable()
  return set
}

export const rruleRust: Engine = (caseId) => {
  const one = recurrenceCase(caseId)
  const { ask } = one
  const times = (found: readonly { toTimestamp(): number }[]) => found.map((time) => time.toTimestamp())
  if (ask.kind === 'read') {
    return {
      work: () => {
        const { interval, count } = RRule.fromString(one.rule)
        return [interval ?? -1, count ?? -1]
      },
    }
  }
  if (ask.kind === 'never') return { work: () => times(build(one).all()) }
  if (ask.kind === 'count') return { work: () => [build(one).all().length] }
  if (ask.kind === 'previous') return null
  const [from, to] = [DateTime.fromTimestamp(ask.from), DateTime.fromTimestamp(ask.to)]
  if (ask.kind === 'expand') return { work: () => times(build(one).between(from, to)) }
  const built = build(one)
  return { work: () => times(built.between(from, to)) }
}
