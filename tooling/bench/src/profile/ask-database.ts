import postgres from 'postgres'
import { closedLoop } from '../api/load.ts'
import { threadCpuUs } from '../api/process-cpu.ts'
import { SERIES_ROOMS, SINGLE_ROOMS } from '../api/rooms.ts'
import { Rounds } from '../api/rounds.ts'
import { fillOurs, type Setting } from '../api/setting.ts'
import { Shots } from '../api/shots.ts'
import { median } from '../cpu-time.ts'
import { type ProfiledName, profiled } from './operation.ts'
import { Wire } from './wire.ts'

/** What one request asks of PostgreSQL, asked alone, over one connection. */
export interface Asked {
  readonly name: ProfiledName
  readonly statements: number
  readonly roundTrips: number
  /** CPU microseconds of the server process. */
  readonly us: number
}

/** One client, and one process of the API with one connection, which goes through a counter. */
export async function askDatabase(
  setting: Setting,
  effort: { readonly rounds: number; readonly ms: number },
  say: (line: string) => void,
): Promise<Asked[]> {
  const url = await setting.newDatabase('asked')
  const shots = new Shots(await fillOurs(url))
  const wire = await Wire.open(setting.postgres.port)
  const through = new URL(url)
  through.host = `127.0.0.1:${wire.port}`
  const api = await setting.startApi(through.href, { DATABASE_POOL_MAX: '1' })
  const load = (name: ProfiledName) =>
    closedLoop({ ports: [api.port], clients: 1, ms: effort.ms, next: shots.next(name) })
  // A process looks a resource up before it books it for the first time.
  for (let booked = 0; booked < SINGLE_ROOMS; ) booked += (await load('create')).requests
  for (let booked = 0; booked < SERIES_ROOMS; ) booked += (await load('recurring (12)')).requests
  for (const name of profiled) await load(name)
  const pid = await serverProcessOf(url)
  const figures = new Rounds<Omit<Asked, 'name'>>()
  for (let round = 1; round <= effort.rounds; round++) {
    say(`what is asked of PostgreSQL, round ${round} of ${effort.rounds}`)
    for (const name of profiled) {
      const before = { us: threadCpuUs(pid), ...wire.count }
      const { requests, wrong, firstWrong } = await load(name)
      if (wrong > 0) throw new Error(`${wrong} of ${requests} answers were wrong, first ${firstWrong}`)
      const { statements, roundTrips } = wire.count
      figures.add(name, {
        statements: (statements - before.statements) / requests,
        roundTrips: (roundTrips - before.roundTrips) / requests,
        us: (threadCpuUs(pid) - before.us) / requests,
      })
    }
  }
  await api.stop()
  wire.close()
  return profiled.map((name) => {
    const middle = (read: (figure: Omit<Asked, 'name'>) => number) => median(figures.of(name).map(read))
    return {
      name,
      statements: middle(({ statements }) => statements),
      roundTrips: middle(({ roundTrips }) => roundTrips),
      us: middle(({ us }) => us),
    }
  })
}

/** The server process of the API's only connection. */
async function serverProcessOf(url: string): Promise<number> {
  const sql = postgres(url, { max: 1 })
  const rows = await sql<{ pid: number }[]>`
    SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'booking api'`
  await sql.end()
  if (rows.length !== 1) throw new Error(`the API has ${rows.length} connections instead of one`)
  return rows[0]!.pid
}
