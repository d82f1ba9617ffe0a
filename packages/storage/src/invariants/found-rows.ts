import type postgres from 'postgres'
import type { Sql } from '../database.ts'
import { without } from './with-planner.ts'

/** One thing that is not as it must be: what, and whatever names the place. */
export type FoundRow = { readonly what: string } & Readonly<Record<string, string | number | boolean | null>>

/** Rows kept of a check; more are only counted. */
export const ROWS_KEPT_MAX = 100

/** What a check has found, capped, with the total. */
export class FoundRows {
  readonly rows: FoundRow[] = []
  /** What the check could not look at, in sentences. */
  readonly notes: string[] = []
  total = 0

  add(row: FoundRow): void {
    this.total++
    if (this.rows.length < ROWS_KEPT_MAX) this.rows.push(row)
  }

  note(sentence: string): void {
    this.notes.push(sentence)
  }

  /**
   * Adds everything a query over whole tables gives; the rows past the cap never leave the database. Without nested
   * loops, which the planner chooses after a restore, when it knows nothing of the tables yet, and never finishes.
   */
  async addFrom(sql: Sql, query: postgres.PendingQuery<postgres.Row[]>): Promise<void> {
    const rows = await without(
      sql,
      ['enable_nestloop'],
      () => sql<(FoundRow & { total: number })[]>`
        SELECT query.*, (count(*) OVER ())::float8 AS total FROM (${query}) AS query LIMIT ${ROWS_KEPT_MAX}`,
    )
    this.total += rows[0]?.total ?? 0
    for (const { total: _, ...row } of rows) {
      if (this.rows.length < ROWS_KEPT_MAX) this.rows.push(row as FoundRow)
    }
  }
}
