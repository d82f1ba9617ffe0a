import {
  asInstant,
  CoreError,
  createRecurrence,
  parseRule,
  parseWall,
  type Recurrence,
  zoneOf,
} from '@booking/core'
import type { Engine, RecurrenceCase } from '../case.ts'
import { recurrenceCase } from '../recurrence-cases.ts'

function build({ rule, start, zoneId }: RecurrenceCase): Recurrence {
  return createRecurrence({
    start: parseWall(start),
    zone: zoneOf(zoneId),
    durationMs: 3_600_000,
    rules: [parseRule(rule)],
  })
}

function neverOccurs(one: RecurrenceCase): readonly number[] {
  try {
    return [...build(one)].map(({ start }) => start)
  } catch (error) {
    if (error instanceof CoreError && error.code === 'never_occurs') return []
    throw error
  }
}

export const ours: Engine = (caseId) => {
  const one = recurrenceCase(caseId)
  const { ask } = one
  if (ask.kind === 'expand') {
    const [from, to] = [asInstant(ask.from), asInstant(ask.to)]
    return { work: () => build(one).startsBetween(from, to) }
  }
  if (ask.kind === 'read') {
    return {
      work: () => {
        const { interval, count } = parseRule(one.rule)
        return [interval, count ?? -1]
      },
    }
  }
  if (ask.kind === 'never') return { work: () => neverOccurs(one) }
  if (ask.kind === 'count') return { work: () => [build(one).count() ?? -1] }
  const built = build(one)
  if (ask.kind === 'previous') {
    const before = asInstant(ask.before)
    return { work: () => [built.previous(before)?.start ?? -1] }
  }
  const [from, to] = [asInstant(ask.from), asInstant(ask.to)]
  return { work: () => built.startsBetween(from, to) }
}
