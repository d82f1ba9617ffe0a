import { RRuleTemporal } from 'rrule-temporal'
import type { Engine } from '../case.ts'
import { icalText, recurrenceCase } from '../recurrence-cases.ts'

export const rruleTemporal: Engine = (caseId) => {
  const one = recurrenceCase(caseId)
  const { ask } = one
  const rruleString = icalText(one)
  const build = () => new RRuleTemporal({ rruleString, cache: false })
  const times = (found: readonly { readonly epochMilliseconds: number }[]) =>
    found.map((time) => time.epochMilliseconds)
  if (ask.kind === 'expand') {
    const [from, to] = [new Date(ask.from), new Date(ask.to)]
    return { work: () => times(build().between(from, to)) }
  }
  if (ask.kind === 'read') {
    return {
      work: () => {
        const { interval, count } = build().options()
        return [interval ?? -1, count ?? -1]
      },
    }
  }
  if (ask.kind === 'never') return { work: () => times(build().all()) }
  if (ask.kind === 'count') return { work: () => [build().all().length] }
  const built = build()
  if (ask.kind === 'previous') {
    const before = new Date(ask.before)
    return { work: () => [built.previous(before)?.epochMilliseconds ?? -1] }
  }
  const [from, to] = [new Date(ask.from), new Date(ask.to)]
  return { work: () => times(built.between(from, to)) }
}
