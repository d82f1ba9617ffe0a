import type { Occurrence } from '@booking/core'
import { Refusal } from '../refusal.ts'
import type { ExceptionRecord } from '../schema/exceptions.ts'
import { lastInstant } from '../sql-values.ts'
import type { Placement } from './place-occurrence.ts'

/** What is to become of one occurrence. Instants are milliseconds since the epoch. */
export type ExceptionInput = { readonly reason?: string | undefined } & (
  | { readonly kind: 'cancelled' }
  | {
      readonly kind: 'modified'
      readonly newStart?: number | undefined
      readonly newEnd?: number | undefined
      readonly newTitle?: string | undefined
    }
)

/**
 * The place that an exception gives its occurrence. A new start alone keeps the length.
 *
 * @throws Refusal invalid_interval
 */
export const placementOf = (input: ExceptionInput, occurrence: Occurrence): Placement => {
  if (input.kind === 'cancelled') return 'nowhere'
  const start = input.newStart ?? occurrence.start
  const end = input.newEnd ?? start + (occurrence.end - occurrence.start)
  if (end <= start || end > lastInstant) throw new Refusal('invalid_interval', { start, end })
  return { start, end }
}

/** The columns an exception's input fills. */
export const exceptionColumns = (
  input: ExceptionInput,
): Pick<ExceptionRecord, 'kind' | 'newStartsAt' | 'newEndsAt' | 'newTitle' | 'reason'> => ({
  kind: input.kind,
  newStartsAt: input.kind === 'modified' ? (input.newStart ?? null) : null,
  newEndsAt: input.kind === 'modified' ? (input.newEnd ?? null) : null,
  newTitle: input.kind === 'modified' ? (input.newTitle ?? null) : null,
  reason: input.reason ?? null,
})

/** Whether an exception says already what the input asks for. */
export const saysTheSame = (exception: ExceptionRecord, input: ExceptionInput): boolean => {
  const columns = exceptionColumns(input)
  return (Object.keys(columns) as (keyof typeof columns)[]).every((name) => exception[name] === columns[name])
}
