import type postgres from 'postgres'
import { committedSchema } from '../committed-schema.ts'
import type { Check, Given } from './check.ts'
import type { FoundRows } from './found-rows.ts'
import { withIndexes, without, withoutIndexes } from './with-planner.ts'

/**
 * B-trees are verified by amcheck, each heap row included; the GiST index of the constraint, for which amcheck has
 * nothing, by counting its rows against the table's.
 */
export const indexesAgree: Check = {
  id: 'I20',
  title: 'Indexes and tables hold the same rows, and no sequence is behind its column',
  async find(sql, found, given) {
    await countClaims(sql, found)
    await findBehind(sql, found)
    await verifyTrees(found, given)
  },
}

interface Sums {
  readonly rows: number
  readonly sum: string | null
}

/** Only the GiST index answers `&&`, so a scan that may not read the table reads that. */
const countClaims = async (sql: postgres.TransactionSql, found: FoundRows): Promise<void> => {
  const count = async () => {
    const [row] = await sql<Sums[]>`
      SELECT count(*)::float8 AS rows, sum(hashtext(booking_id::text || wall_start::text))::text AS sum
      FROM occurrences WHERE during && tstzrange(NULL, NULL)`
    return row
  }
  const table = await without(sql, withoutIndexes, count)
  const index = await without(sql, withIndexes, count)
  if (table?.rows !== index?.rows || table?.sum !== index?.sum)
    found.add({
      what: 'index has other rows than its table',
      index: 'occurrences_never_overlap',
      in_table: table?.rows ?? null,
      in_index: index?.rows ?? null,
    })
}

interface SequenceRow {
  readonly sequence: string
  readonly table: string
  readonly column: string
  readonly last_value: string | null
}

const findBehind = async (sql: postgres.TransactionSql, found: FoundRows): Promise<void> => {
  const sequences = await sql<SequenceRow[]>`
    SELECT seqrelid::regclass::text AS sequence, refobjid::regclass::text AS "table", quote_ident(attname) AS "column",
      pg_sequence_last_value(seqrelid)::text AS last_value
    FROM pg_sequence
    JOIN pg_depend ON classid = 'pg_class'::regclass AND objid = seqrelid AND deptype IN ('a', 'i')
      AND refclassid = 'pg_class'::regclass
    JOIN pg_attribute ON attrelid = refobjid AND attnum = refobjsubid
    WHERE has_sequence_privilege(seqrelid, 'SELECT') AND has_table_privilege(refobjid, 'SELECT')`
  for (const { sequence, table, column, last_value } of sequences) {
    const [row] = await sql<{ behind: boolean | null; highest: string | null }[]>`
      SELECT max(${sql.unsafe(column)}) > ${last_value ?? '0'}::bigint AS behind,
        max(${sql.unsafe(column)})::text AS highest FROM ${sql.unsafe(table)}`
    if (row?.behind)
      found.add({ what: 'sequence behind its column', sequence, last_value, highest: row.highest })
  }
}

/** In a transaction that is undone, so that amcheck is there for as long as it is needed. */
const verifyTrees = (found: FoundRows, given: Given): Promise<void> =>
  given.undone(async (sql) => {
    try {
      await sql.savepoint((inner) => inner`CREATE EXTENSION IF NOT EXISTS amcheck`)
    } catch (error) {
      found.note(`B-trees were not verified, since amcheck cannot be used: ${messageOf(error)}`)
      return
    }
    const trees = await sql<{ index: string }[]>`
      SELECT indexrelid::regclass::text AS index
      FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid JOIN pg_am ON pg_am.oid = relam
      WHERE amname = 'btree' AND indisvalid AND indrelid = ANY (
        SELECT to_regclass(name) FROM unnest(${Object.keys(committedSchema())}::text[]) AS name)
      ORDER BY 1`
    for (const { index } of trees) {
      try {
        await sql.savepoint((inner) => inner`SELECT bt_index_check(${index}::text::regclass, true)`)
      } catch (error) {
        found.add({ what: 'index disagrees with its table', index, why: messageOf(error) })
      }
    }
  })

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
