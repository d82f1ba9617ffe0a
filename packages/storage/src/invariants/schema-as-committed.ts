import type postgres from 'postgres'
import { committedSchema, type TableSchema } from '../committed-schema.ts'
import type { Check } from './check.ts'
import type { FoundRows } from './found-rows.ts'

/** Tables, columns, constraints and indexes by name, each with PostgreSQL's own text for it. */
export const storedSchema = async (
  sql: postgres.Sql | postgres.TransactionSql,
): Promise<Record<string, TableSchema>> => {
  const parts = await sql<{ part: keyof TableSchema; table: string; name: string; definition: string }[]>`
    WITH tables AS (
      SELECT oid, relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace
    ), parts AS (
    SELECT 'columns' AS part, relname AS "table", attname AS name,
      format_type(atttypid, atttypmod) || CASE WHEN attnotnull THEN ' not null' ELSE '' END AS definition
    FROM tables JOIN pg_attribute ON attrelid = tables.oid AND attnum > 0 AND NOT attisdropped
    UNION ALL
    SELECT 'constraints', relname, conname, pg_get_constraintdef(pg_constraint.oid)
    FROM tables JOIN pg_constraint ON conrelid = tables.oid AND contype <> 'n'
    UNION ALL
    SELECT 'indexes', relname, indexrelid::regclass::text,
      regexp_replace(pg_get_indexdef(indexrelid), ' ON (ONLY )?\\S+ USING ', ' USING ')
    FROM tables JOIN pg_index ON indrelid = tables.oid
    )
    SELECT * FROM parts ORDER BY part, "table" COLLATE "C", name COLLATE "C"`
  const schema: Record<string, TableSchema> = {}
  for (const { part, table, name, definition } of parts) {
    schema[table] ??= { columns: {}, constraints: {}, indexes: {} }
    schema[table][part][name] = definition
  }
  return schema
}

/** A constraint that is there may still not be at work: not validated, or its triggers or indexes switched off. */
export const schemaAsCommitted: Check = {
  id: 'I2',
  title: 'The schema is the committed one, and every part of it is at work',
  async find(sql, found) {
    const committed = committedSchema()
    compareSchemas(await storedSchema(sql), committed, found)
    const tables = sql`SELECT oid, relname FROM pg_class
      WHERE relnamespace = current_schema()::regnamespace AND relname = ANY (${Object.keys(committed)}::text[])
        AND relkind IN ('r', 'p')`
    await found.addFrom(
      sql,
      sql`
        WITH tables AS (${tables})
        SELECT 'constraint that is not validated' AS what, relname::text AS "table", conname::text AS name
        FROM tables JOIN pg_constraint ON conrelid = tables.oid WHERE NOT convalidated
        UNION ALL
        SELECT 'index that is not in use', relname::text, indexrelid::regclass::text
        FROM tables JOIN pg_index ON indrelid = tables.oid
        WHERE NOT (indisvalid AND indisready AND indislive)
        UNION ALL
        SELECT CASE WHEN tgisinternal THEN 'trigger of a constraint that is switched off'
            ELSE 'trigger that nobody committed' END, relname::text, tgname::text
        FROM tables JOIN pg_trigger ON tgrelid = tables.oid WHERE NOT tgisinternal OR tgenabled <> 'O'
        UNION ALL
        SELECT 'table whose rows a crash, a rule or a policy takes away', relname::text, NULL
        FROM tables JOIN pg_class USING (oid, relname)
        WHERE relpersistence <> 'p' OR relrowsecurity OR relhasrules`,
    )
  },
}

const compareSchemas = (
  stored: Record<string, TableSchema>,
  wanted: Record<string, TableSchema>,
  found: FoundRows,
): void => {
  for (const [table, parts] of Object.entries(wanted)) {
    for (const part of ['columns', 'constraints', 'indexes'] as const) {
      for (const [name, committed] of Object.entries(parts[part])) {
        const definition = stored[table]?.[part][name]
        if (definition === committed) continue
        const what = definition === undefined ? 'missing from the schema' : 'not as it was committed'
        found.add({ what, table, part, name, committed, stored: definition ?? null })
      }
    }
  }
}
