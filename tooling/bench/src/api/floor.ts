import { execFile, spawnSync } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import postgres from 'postgres'
import { treeCpuUs } from './process-cpu.ts'
import { SINGLE_ROOMS } from './rooms.ts'

/** What PostgreSQL can do on this machine when nothing else is in the way. */
export interface FloorFigure {
  readonly perSecond: number
  /** CPU microseconds of PostgreSQL a transaction. */
  readonly databaseUs: number
}

const CLIENTS = 8

/** The rows that one booking is: its claim, itself, its line of the audit and its event, in one statement. */
const writeRows = (room: string, slot: string) => `
WITH place AS MATERIALIZED (
  SELECT bucket, id AS resource_id, gen_random_uuid() AS booking_id,
    timestamptz '2040-01-01' + ${slot} * interval '30 minutes' AS s,
    timestamptz '2040-01-01' + (${slot} + 1) * interval '30 minutes' AS e
  FROM bench_rooms WHERE n = ${room}
), claim AS (
  INSERT INTO occurrences (bucket, resource_id, booking_id, wall_start, during)
  SELECT bucket, resource_id, booking_id, s AT TIME ZONE 'UTC', tstzrange(s, e, '[)') FROM place
  ON CONFLICT DO NOTHING RETURNING 1
), booked AS (
  INSERT INTO bookings (bucket, id, resource_id, title, description, starts_at, ends_at, duration_ms, last_starts_at,
    last_ends_at, occurrence_count, start_adjusted, created_by, attendees, metadata, status, version, created_at,
    updated_at)
  SELECT bucket, booking_id, resource_id, 'Client Meeting', 'Quarterly review with ABC Corp', s, e, 1800000, s, e, 1,
    false, 'bench', ARRAY['user-123', 'user-456'], '{"meetingType": "client", "priority": "high"}', 'active', 1,
    now(), now()
  FROM place, claim
), audited AS (
  INSERT INTO audit (bucket, id, booking_id, version, action, actor, details, at)
  SELECT bucket, gen_random_uuid(), booking_id, 1, 'booking.created', 'bench', '{}', now() FROM place, claim
)
INSERT INTO outbox (bucket, id, booking_id, version, kind, payload, created_at, dispatched_at)
SELECT bucket, gen_random_uuid(), booking_id, 1, 'booking.created', '{}', now(), now() FROM place, claim`

const readRow = (room: string) => `SELECT * FROM bench_rooms WHERE n = ${room}`

const SLOTS = 1_000_000

const pgbenchScripts = {
  write: `\\set room random(1, ${SINGLE_ROOMS})\n\\set slot random(1, ${SLOTS})\n${writeRows(':room', ':slot')};\n`,
  read: `\\set room random(1, ${SINGLE_ROOMS})\n${readRow(':room')};\n`,
}

export interface Floor {
  /** What took the measure: `pgbench`, or `postgres.js` where there is none. */
  readonly tool: string
  measure(kind: 'write' | 'read', ms: number): Promise<FloorFigure>
}

/** @param url the API's database, where a numbered copy of the rooms is made */
export async function openFloor(url: string, databasePid: number, folder: string): Promise<Floor> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  await sql`CREATE TABLE bench_rooms AS SELECT row_number() OVER (ORDER BY name)::int AS n, * FROM resources`
  await sql`ALTER TABLE bench_rooms ADD PRIMARY KEY (n)`
  await sql`ANALYZE bench_rooms`
  await sql.end()
  const program = findPgbench()
  const counted = async (run: () => Promise<{ transactions: number; seconds: number }>) => {
    const before = treeCpuUs(databasePid)
    const { transactions, seconds } = await run()
    return {
      perSecond: transactions / seconds,
      databaseUs: (treeCpuUs(databasePid) - before) / transactions,
    }
  }
  return {
    tool: program === undefined ? 'postgres.js' : 'pgbench',
    measure: (kind, ms) =>
      counted(() =>
        program === undefined ? loop(url, kind, ms) : runPgbench(program, folder, url, kind, ms),
      ),
  }
}

/** On PATH, or where Debian keeps it. */
function findPgbench(): string | undefined {
  const folder = '/usr/lib/postgresql'
  const found = ['pgbench']
  try {
    for (const version of readdirSync(folder)) found.push(path.join(folder, version, 'bin/pgbench'))
  } catch {
    // Not Debian.
  }
  return found.find((program) => spawnSync(program, ['--version']).status === 0)
}

async function runPgbench(program: string, folder: string, url: string, kind: 'write' | 'read', ms: number) {
  const file = path.join(folder, `${kind}.sql`)
  writeFileSync(file, pgbenchScripts[kind])
  const seconds = Math.max(1, Math.round(ms / 1000))
  const flags = ['-n', '-M', 'prepared', '-c', String(CLIENTS), '-T', String(seconds), '-f', file, url]
  const { stdout } = await promisify(execFile)(program, flags)
  const transactions = Number(/transactions actually processed: (\d+)/.exec(stdout)![1])
  const perSecond = Number(/tps = ([\d.]+)/.exec(stdout)![1])
  return { transactions, seconds: transactions / perSecond }
}

async function loop(url: string, kind: 'write' | 'read', ms: number) {
  const sql = postgres(url, { max: CLIENTS })
  const text = kind === 'write' ? writeRows('$1::int', '$2::int') : readRow('$1::int')
  const any = (below: number) => 1 + Math.floor(Math.random() * below)
  const startedAt = performance.now()
  let transactions = 0
  const client = async () => {
    while (performance.now() < startedAt + ms) {
      const values = kind === 'write' ? [any(SINGLE_ROOMS), any(SLOTS)] : [any(SINGLE_ROOMS)]
      await sql.unsafe(text, values, { prepare: true })
      transactions++
    }
  }
  await Promise.all(Array.from({ length: CLIENTS }, client))
  const seconds = (performance.now() - startedAt) / 1000
  await sql.end()
  return { transactions, seconds }
}
