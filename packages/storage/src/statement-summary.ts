/** What a statement does, told without any of its values. */
export interface StatementSummary {
  /** What is done to which tables, in the order of the text: `INSERT audit INSERT outbox`. At most 255 characters. */
  readonly summary: string
  /** The first word of it. */
  readonly operation: string
}

const CHARS_MAX = 255

const literal = /'(?:[^']|'')*'/g

/** A query that is given a name in the statement itself. */
const named = /"?\b([a-z_]\w*)"?(?:\s*\([\w\s,]*\))?\s+AS\s+(?:MATERIALIZED\s+)?\(/gi

/** A verb, with the table that is written, or a table that is read; not the UPDATE of `FOR UPDATE` and `DO UPDATE`. */
const parts = new RegExp(
  [
    /\b(SELECT)\b/,
    /\b(INSERT)\s+INTO\s+"?([\w.]+)/,
    /(?<!\b(?:FOR|KEY|DO)\s+)\b(UPDATE)\s+"?([\w.]+)/,
    /\b(DELETE)\s+FROM\s+"?([\w.]+)/,
    /\b(?:FROM|JOIN)\s+"?([a-z_][\w.]*)(?![\w.]|\s*\()/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gi',
)

/**
 * Sums up a statement by its words, as OpenTelemetry's `db.query.summary` asks for.
 *
 * @param text SQL with or without its values, which are never told: of it only keywords and names of tables are kept
 */
export const summaryOf = (text: string): StatementSummary => {
  const bare = text.replace(literal, "''")
  const own = new Set([...bare.matchAll(named)].map(([, name]) => name?.toLowerCase()))
  const words: string[] = []
  let reading: string[] = []
  for (const [, select, insert, inserted, update, updated, remove, removed, read] of bare.matchAll(parts)) {
    const verb = insert ?? update ?? remove
    const table = inserted ?? updated ?? removed ?? read
    // A SELECT that reads no table says nothing.
    if (select !== undefined) reading = ['SELECT']
    else if (verb !== undefined && table !== undefined) words.push(verb.toUpperCase(), table)
    else if (table !== undefined && !own.has(table.toLowerCase())) words.push(...reading.splice(0), table)
  }
  const [operation = bare.trimStart().split(/\W/, 1)[0]?.toUpperCase() ?? ''] = words
  return { summary: (words.join(' ') || operation).slice(0, CHARS_MAX), operation }
}
