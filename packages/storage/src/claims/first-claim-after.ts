import type { ParameterOrFragment, PendingQuery, Row } from 'postgres'
import type { Sql } from '../database.ts'
import { firstEndingAfter } from './first-ending-after.ts'

/** {@link firstEndingAfter} as a part of a statement of the driver's. */
export const firstClaimAfter = (
  sql: Sql,
  resource: { readonly bucket: number; readonly id: string },
  instant: PendingQuery<Row[]>,
) =>
  firstEndingAfter<ParameterOrFragment<never>, PendingQuery<Row[]>>(
    (text, ...values) => sql(text, ...values),
    resource,
    instant,
  )
