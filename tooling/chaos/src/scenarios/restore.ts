import path from 'node:path'
import { checkInvariants, openDatabase, readHistory } from '@booking/storage'
import { startPostgresOnCopy } from '@booking/testkit/servers'
import { takeBaseBackup } from '../base-backup.ts'
import { writeHistoryUntil } from '../history-file.ts'
import { KeyedWriters } from '../keyed-writers.ts'
import { rounded } from '../latencies.ts'
import { missingTool, runTool } from '../postgres-tools.ts'
import { type Run, scenario } from '../run.ts'
import { startServers } from '../servers.ts'
import { postgresVersion } from '../setting.ts'
import { openWorld, type World } from '../world.ts'

const WRITERS = 8

interface Sizing {
  readonly times: number
  readonly bookings: number
}

/** A database that came back. */
interface Restored {
  readonly url: string
  /** What was acknowledged until then is in it; milliseconds since the epoch. */
  readonly untilMs: number
  /** Ends what it runs on. */
  readonly end: () => Promise<void>
}

/** Brings a copy of a world's database to life. @param name names the copy */
type Way = (run: Run, world: World, name: string) => Promise<Restored>

const dumpAndRestore: Way = async ({ servers }, { databaseUrl }, name) => {
  const untilMs = Date.now()
  const file = path.join(servers.folder, `${name}.dump`)
  await runTool('pg_dump', ['--format=custom', `--file=${file}`, `--dbname=${databaseUrl}`])
  const url = await servers.emptyDatabase(name)
  await runTool('pg_restore', ['--exit-on-error', `--dbname=${url}`, file])
  return { url, untilMs, end: async () => {} }
}

const copyAndRecover: Way = async (run, { databaseUrl }) => {
  const { postgres } = run.servers
  let untilMs = 0
  const copy = await startPostgresOnCopy(postgres, async (cluster) => {
    untilMs = (await takeBaseBackup(postgres.url, cluster)).endedMs
  })
  run.afterwards(() => copy.stop())
  return { url: copy.urlFor(new URL(databaseUrl).pathname.slice(1)), untilMs, end: () => copy.stop() }
}

/** The ways there are on this machine: the first needs nothing but PostgreSQL itself. */
const waysHere = async ({ servers: { postgres } }: Run): Promise<Readonly<Record<string, Way>>> => {
  const hasTools = missingTool(await postgresVersion(postgres.url)) === null
  return { 'base backup': copyAndRecover, ...(hasTools ? { pg_dump: dumpAndRestore } : {}) }
}

/** Rows of every table, of the queue's too, by its name. */
const countRows = async (url: string): Promise<ReadonlyMap<string, number>> => {
  const database = openDatabase({ url, connectionsMax: 1, applicationName: 'chaos', statementTimeoutMs: 0 })
  try {
    const tables = await database.sql<{ name: string }[]>`
      SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
      WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`
    const counts = new Map<string, number>()
    for (const { name } of tables) {
      const [row] = await database.sql.unsafe<{ count: number }[]>(`SELECT count(*)::int FROM ${name}`)
      counts.set(name, row!.count)
    }
    return counts
  } finally {
    await database.close()
  }
}

/** Every invariant holds, and all that was acknowledged by then is there. */
const expectSound = async (
  run: Run,
  world: World,
  what: string,
  { url, untilMs }: Restored,
): Promise<void> => {
  const file = path.join(run.servers.folder, `${what.replaceAll(' ', '-')}-${untilMs}.jsonl`)
  writeHistoryUntil(world.historyFile, file, untilMs)
  for (const { check, found } of await checkInvariants(url, { history: await readHistory(file) }))
    if (found.total > 0)
      run.fail(
        `${what}: ${check.id} ${check.title}: ${found.total} rows, first ${JSON.stringify(found.rows[0])}`,
      )
}

const expectSameRows = async (run: Run, what: string, from: string, to: string): Promise<void> => {
  const [before, after] = [await countRows(from), await countRows(to)]
  for (const name of new Set([...before.keys(), ...after.keys()]))
    if (before.get(name) !== after.get(name))
      run.fail(`${what}: ${name} has ${after.get(name)} rows after the restore, not ${before.get(name)}`)
  run.figure(
    'rows',
    [...after.values()].reduce((sum, count) => sum + count, 0),
  )
}

const restoreOnce = async (
  run: Run,
  ways: Readonly<Record<string, Way>>,
  { time, bookings }: { time: number; bookings: number },
) => {
  const world = await openWorld(run, { name: `backed_up_${time}` })
  const writers = await KeyedWriters.begin(run, world, WRITERS)
  await writers.untilAcknowledged(bookings)
  const early: [string, Restored][] = []
  for (const [way, bringBack] of Object.entries(ways)) {
    early.push([`${way} under load`, await bringBack(run, world, `restored_early_${time}`)])
    // Writing has gone on, so that the copy is of the middle of it.
    await writers.untilAcknowledged(WRITERS)
  }
  await writers.finish()
  await world.close()
  for (const [what, restored] of early) {
    await expectSound(run, world, what, restored)
    await restored.end()
  }
  for (const [way, bringBack] of Object.entries(ways)) {
    const begun = performance.now()
    const restored = await bringBack(run, world, `restored_${time}`)
    run.figure(`${way} ms`, rounded(performance.now() - begun))
    await expectSound(run, world, way, restored)
    await expectSameRows(run, way, world.databaseUrl, restored.url)
    await restored.end()
  }
}

export const restore = scenario<Sizing>({
  id: 'R19',
  title: 'A backup that is restored',
  promise:
    'What a base backup takes while everybody writes is, once a server has been started on it, a sound database: every invariant holds, and all that was acknowledged before the backup ended is there. A backup of a quiet database has every row of every table, of the queue too. The same goes for pg_dump and pg_restore, where those of the server’s version are at hand.',
  sizes: { quick: { times: 1, bookings: 200 }, full: { times: 5, bookings: 20_000 } },
  describe: ({ times, bookings }) => `${times} × ${bookings.toLocaleString('en-US')} writes`,
  async run(outer, { times, bookings }) {
    // A server of its own: a base backup takes all databases of one.
    const servers = await startServers()
    outer.afterwards(() => servers.stop())
    const run = { ...outer, servers }
    const ways = await waysHere(run)
    for (let time = 0; time < times; time++) {
      await restoreOnce(run, ways, { time, bookings })
      run.progress(time + 1, times)
    }
  },
})
