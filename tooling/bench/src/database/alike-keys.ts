import postgres from 'postgres'
import { threadCpuUs } from '../api/process-cpu.ts'
import type { Setting } from '../api/setting.ts'
import { median } from '../cpu-time.ts'
import type { Sql } from './sql.ts'

/** What a claim costs under the constraint, with one kind of key and one kind of ids. CPU microseconds of PostgreSQL. */
export interface KeyCost {
  /** Whether the resource's bucket leads the key, as it does in the schema. */
  readonly hasBucket: boolean
  /** Whether the ids of the resources begin alike, as ids made one after the other do. */
  readonly areAlike: boolean
  /** After the index has grown by inserts, after `REINDEX`, and in a copy whose constraint was added to its rows, as a restore does. */
  readonly grown: number
  readonly reindexed: number
  readonly restored: number
}

export interface KeyCosts {
  readonly claims: number
  readonly rows: readonly KeyCost[]
}

const ROOMS = 1_000
const ALIKE = '0192f3a0-5c00-7000-8000-000000000000'
const BATCHES = 5
const CALLS = 400

const kinds = [
  { hasBucket: true, areAlike: false },
  { hasBucket: true, areAlike: true },
  { hasBucket: false, areAlike: false },
  { hasBucket: false, areAlike: true },
]

/** Grows a table of claims for each kind of key, and books in it. */
export async function measureKeys(
  setting: Setting,
  claims: number,
  say: (line: string) => void,
): Promise<KeyCosts> {
  const sql = postgres(await setting.newDatabase('keys'), { max: 1, onnotice: () => {} })
  try {
    await sql`CREATE EXTENSION btree_gist`
    const rows: KeyCost[] = []
    for (const kind of kinds) {
      say(
        `${claims.toLocaleString('en-US')} claims, ids ${kind.areAlike ? 'alike' : 'random'}, ${kind.hasBucket ? 'with' : 'without'} bucket`,
      )
      rows.push({ ...kind, ...(await measureKind(sql, claims, kind)) })
    }
    return { claims, rows }
  } finally {
    await sql.end()
  }
}

async function measureKind(sql: Sql, claims: number, { hasBucket, areAlike }: (typeof kinds)[number]) {
  const constraint = `EXCLUDE USING gist (${hasBucket ? 'bucket WITH =, ' : ''}resource_id WITH =, during WITH &&)`
  await sql`CREATE TABLE rooms (n int PRIMARY KEY, bucket smallint NOT NULL, id uuid NOT NULL)`
  // A bucket is a hash of the id: as good as any number. Alike are ids of one millisecond, which differ at their end.
  await sql`
    INSERT INTO rooms
    SELECT n, random() * 32767, CASE WHEN ${areAlike} THEN overlay(${ALIKE}::text PLACING lpad(to_hex(n), 4, '0') FROM 33)::uuid
      ELSE gen_random_uuid() END
    FROM generate_series(1, ${ROOMS}) n`
  await sql.unsafe(`CREATE TABLE claims (bucket smallint, resource_id uuid, during tstzrange, ${constraint})`)
  for (let hour = 0; hour < claims / ROOMS; hour++)
    await sql`
      INSERT INTO claims
      SELECT bucket, id, tstzrange(s, s + interval '30 minutes', '[)')
      FROM rooms, (SELECT timestamptz '2030-01-01' + ${hour} * interval '1 hour' AS s) slot ORDER BY random()`
  await sql`VACUUM ANALYZE claims`
  const grown = await costOfClaim(sql, claims)
  await sql`REINDEX TABLE claims`
  const reindexed = await costOfClaim(sql, claims)
  await sql`CREATE TABLE restored AS SELECT * FROM claims`
  await sql`DROP TABLE claims`
  await sql`ALTER TABLE restored RENAME TO claims`
  await sql.unsafe(`ALTER TABLE claims ADD ${constraint}`)
  await sql`VACUUM ANALYZE claims`
  const restored = await costOfClaim(sql, claims)
  await sql`DROP TABLE claims, rooms`
  return { grown, reindexed, restored }
}

/** CPU of one claim more, in a half hour that is free, as a booking makes it. */
async function costOfClaim(sql: Sql, claims: number): Promise<number> {
  const [{ pid } = { pid: 0 }] = await sql<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`
  const claim = () => sql`
    INSERT INTO claims
    SELECT bucket, id, tstzrange(s, s + interval '30 minutes', '[)')
    FROM rooms, (
      SELECT timestamptz '2030-01-01 00:30Z' + ${Math.floor((Math.random() * claims) / ROOMS)} * interval '1 hour' AS s
    ) slot
    WHERE n = ${1 + Math.floor(Math.random() * ROOMS)} ON CONFLICT DO NOTHING`
  const batches: number[] = []
  for (let batch = 0; batch < BATCHES; batch++) {
    const before = threadCpuUs(pid)
    for (let call = 0; call < CALLS; call++) await claim()
    batches.push((threadCpuUs(pid) - before) / CALLS)
  }
  return median(batches)
}
