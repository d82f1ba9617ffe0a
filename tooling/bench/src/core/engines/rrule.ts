import * as imported from 'rrule'
import type { Engine } from '../case.ts'
import { icalText, recurrenceCase } from '../recurrence-cases.ts'

/** Node sees the library as CommonJS behind a default export. */
const { RRule, rrulestr } = ('default' in imported ? imported.default : imported) as typeof imported

export const rrule: Engine = (caseId) => {
  const one = recurrenceCase(caseId)
  const { ask } = one
  const text = icalText(one)
  const build = () => rrulestr(text, { cache: false })
  const times = (dates: readonly Date[]) => dates.map((date) => date.getTime())
  if (ask.kind === 'expand') {
    const [from, to] = [new Date(ask.from), new Date(ask.to)]
    return { work: () => times(build().between(from, to)) }
  }
  if (ask.kind === 'read') {
    return {
      work: () => {
        const { interval, count } = RRule.parseString(one.rule)
        return [interval ?? -1, count ?? -1]
      },
    }
  }
  if (ask.kind === 'never') return { work: () => times(build().all()) }
  if (ask.kind === 'count') return { work: () => [build().count()] }
  const built = build()
  if (ask.kind === 'previous') {
    const before = new Date(ask.before)
    return { work: () => [built.before(before)?.getTime() ?? -1] }
  }
  const [from, to] = [new Date(ask.from), new Date(ask.to)]
  return { work: () => times(built.between(from, to)) }
}
