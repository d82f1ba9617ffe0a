import type { Sql } from '../database.ts'

/** Ways of the planner that a check may forbid. */
type PlannerSetting =
  | 'enable_seqscan'
  | 'enable_indexscan'
  | 'enable_indexonlyscan'
  | 'enable_bitmapscan'
  | 'enable_hashjoin'
  | 'enable_mergejoin'
  | 'enable_nestloop'

export const withoutIndexes: readonly PlannerSetting[] = [
  'enable_indexscan',
  'enable_indexonlyscan',
  'enable_bitmapscan',
]

export const withIndexes: readonly PlannerSetting[] = [
  'enable_seqscan',
  'enable_hashjoin',
  'enable_mergejoin',
]

/**
 * Runs queries while the planner does without the given ways; a failure leaves that to the caller's rollback. Plans
 * are thrown away before and after: a prepared statement keeps its first one, whatever is set later.
 */
export const without = async <Result>(
  sql: Sql,
  settings: readonly PlannerSetting[],
  work: () => Promise<Result>,
): Promise<Result> => {
  const setAll = async (value: 'on' | 'off') => {
    await sql`SELECT set_config(name, ${value}, true) FROM unnest(${[...settings]}::text[]) AS name`
    await sql`DISCARD PLANS`
  }
  await setAll('off')
  const result = await work()
  await setAll('on')
  return result
}
