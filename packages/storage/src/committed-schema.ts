import { readFileSync } from 'node:fs'

/** The parts of a table by name, each with PostgreSQL's own text for it. */
export interface TableSchema {
  readonly columns: Record<string, string>
  readonly constraints: Record<string, string>
  readonly indexes: Record<string, string>
}

const file = new URL('../migrations/committed-schema.json', import.meta.url)

/** What the migrations make of an empty database, by table. A test writes it anew when it is run with `-u`. */
export const committedSchema = (): Record<string, TableSchema> =>
  JSON.parse(readFileSync(file, 'utf8')) as Record<string, TableSchema>
