import postgres, { type Sql } from 'postgres'
import { median } from '../cpu-time.ts'
import { threadCpuUs } from './process-cpu.ts'
import type { Setting } from './setting.ts'

/** What the rows of a series cost with so much of the table's keys in place. CPU of PostgreSQL. */
export interface SeriesRowsCost {
  /** What was added to what stands above. */
  readonly added: string
  readonly ms: number
}

export interface SeriesRowsCosts {
  /** Rows that a series has, and that were there before, of a thousand rooms. */
  readonly occurrences: number
  readonly claims: number
  readonly rows: readonly SeriesRowsCost[]
}

const OCCURRENCES = 1_000
const ROOMS = 1_000
const CALLS = 25

/** In the order in which they are added; the last is the statement's, not the table's. */
const steps: readonly { readonly added: string; readonly sql?: string }[] = [
  { added: 'the rows alone' },
  { added: 'primary key', sql: 'ADD PRIMARY KEY (bucket, booking_id, wall_start)' },
  { added: 'foreign key', sql: 'ADD FOREIGN KEY (bucket, booking_id) REFERENCES bookings (bucket, id)' },
  { added: 'index by end' },
  {
    added: 'constraint against overlaps',
    sql: 'ADD EXCLUDE USING gist (bucket WITH =, resource_id WITH =, during WITH &&)',
  },
  { added: '`ON CONFLICT DO NOTHING`' },
]

/** Fills a table as `occurrences` is, adds its keys one after the other, and writes a series with each. */
export async function measureSeriesRows(
  setting: Setting,
  claims: number,
  say: (line: string) => void,
): Promise<SeriesRowsCosts> {
  const sql = postgres(await setting.newDatabase('series_rows'), { max: 1, onnotice: () => {} })
  try {
    await sql`CREATE EXTENSION btree_gist`
    await fill(sql, claims)
    const rows: SeriesRowsCost[] = []
    for (const [at, { added, sql: change }] of steps.entries()) {
      say(`a series of ${OCCURRENCES.toLocaleString('en-US')} occurrences: + ${added}`)
      if (change !== undefined) await sql.unsafe(`ALTER TABLE claims ${change}`)
      if (added === 'index by end')
        await sql`CREATE INDEX ON claims (bucket, resource_id, upper(during), lower(during))`
      await sql`VACUUM ANALYZE claims`
      rows.push({ added, ms: await costOfSeries(sql, at * CALLS, at === steps.length - 1) })
    }
    return { occurrences: OCCURRENCES, claims, rows }
  } finally {
    await sql.end()
  }
}

/** A thousand rooms with a booking each, and claims on every full hour, in no order. */
async function fill(sql: Sql, claims: number): Promise<void> {
  await sql`CREATE TABLE bookings (n int, bucket smallint, id uuid, resource_id uuid, PRIMARY KEY (bucket, id))`
  await sql`
    INSERT INTO bookings
    SELECT n, random() * 32767, gen_random_uuid(), gen_random_uuid() FROM generate_series(1, ${ROOMS}) n`
  await sql`CREATE UNIQUE INDEX ON bookings (n)`
  await sql`
    CREATE TABLE claims (
      bucket smallint NOT NULL, resource_id uuid NOT NULL, booking_id uuid NOT NULL,
      wall_start timestamp NOT NULL, during tstzrange NOT NULL
    )`
  await sql`
    INSERT INTO claims
    SELECT bucket, resource_id, id, s AT TIME ZONE 'UTC', tstzrange(s, s + interval '30 minutes', '[)')
    FROM bookings, generate_series(0, ${Math.ceil(claims / ROOMS) - 1}) hour,
      LATERAL (SELECT timestamptz '2030-01-01Z' + hour * interval '1 hour' AS s) slot
    ORDER BY random()`
}

/** CPU of a series on a room that has had none, between its other claims. */
async function costOfSeries(sql: Sql, firstRoom: number, isLenient: boolean): Promise<number> {
  const [{ pid } = { pid: 0 }] = await sql<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`
  const calls: number[] = []
  for (let call = 1; call <= CALLS; call++) {
    const before = threadCpuUs(pid)
    const { count } = await sql`
      INSERT INTO claims
      SELECT bucket, resource_id, id, s AT TIME ZONE 'UTC', tstzrange(s, s + interval '30 minutes', '[)')
      FROM bookings, generate_series(0, ${OCCURRENCES - 1}) hour,
        LATERAL (SELECT timestamptz '2030-01-01 00:30Z' + hour * interval '1 hour' AS s) slot
      WHERE n = ${firstRoom + call} ORDER BY s ${isLenient ? sql`ON CONFLICT DO NOTHING` : sql``}`
    calls.push((threadCpuUs(pid) - before) / 1000)
    if (count !== OCCURRENCES) throw new Error(`${count} rows of ${OCCURRENCES} were written.`)
  }
  return median(calls)
}
