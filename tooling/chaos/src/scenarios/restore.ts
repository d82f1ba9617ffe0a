import path from 'node:path'
import { checkInvariants, openDatabase } from '@booking/storage'
import { KeyedWriters } from '../keyed-writers.ts'
import { rounded } from '../latencies.ts'
import { missingTool, runTool } from '../postgres-tools.ts'
import { type Run, scenario } from '../run.ts'
import type { Servers } from '../servers.ts'
import { postgresVersion } from '../setting.ts'
import { openWorld } from '../world.ts'

const WRITERS = 8

interface Sizing {
  readonly times: number
  readonly bookings: number
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

/** Dumps a database into a new one. @returns its address, and milliseconds that both ways took together */
const dumpAndRestore = async ({ servers }: Run, from: string, name: string) => {
  const begun = performance.now()
  const file = path.join(servers.folder, `${name}.dump`)
  await runTool('pg_dump', ['--format=custom', `--file=${file}`, `--dbname=${from}`])
  const url = await servers.emptyDatabase(name)
  await runTool('pg_restore', ['--exit-on-error', `--dbname=${url}`, file])
  return { url, ms: performance.now() - begun }
}

const expectSound = async (run: Run, what: string, url: string): Promise<void> => {
  for (const { check, found } of await checkInvariants(url))
    if (found.total > 0) run.fail(`${what}: ${check.id} ${check.title}: ${found.total} rows`)
}

const expectSameRows = async (run: Run, from: string, to: string): Promise<void> => {
  const [before, after] = [await countRows(from), await countRows(to)]
  for (const name of new Set([...before.keys(), ...after.keys()]))
    if (before.get(name) !== after.get(name))
      run.fail(`${name} has ${after.get(name)} rows after the restore, not ${before.get(name)}`)
  run.figure(
    'rows',
    [...after.values()].reduce((sum, count) => sum + count, 0),
  )
}

const restoreOnce = async (run: Run, time: number, bookings: number): Promise<void> => {
  const world = await openWorld(run, { name: `dumped_${time}` })
  const writers = await KeyedWriters.begin(run, world, WRITERS)
  await writers.untilAcknowledged(bookings)
  const early = await dumpAndRestore(run, world.databaseUrl, `restored_early_${time}`)
  await writers.finish()
  await world.close()
  await expectSound(run, 'a dump that was taken under load', early.url)
  const whole = await dumpAndRestore(run, world.databaseUrl, `restored_${time}`)
  await expectSound(run, 'a dump of everything', whole.url)
  await expectSameRows(run, world.databaseUrl, whole.url)
  run.figure('dump and restore ms', rounded(whole.ms))
}

export const restore = scenario<Sizing>({
  id: 'R19',
  title: 'A dump that is restored',
  promise:
    'What pg_dump takes while everybody writes is a sound database once pg_restore has brought it back: every invariant holds. A dump of a quiet database has every row of every table, of the queue too.',
  sizes: { quick: { times: 1, bookings: 200 }, full: { times: 5, bookings: 20_000 } },
  describe: ({ times, bookings }) => `${times} × ${bookings.toLocaleString('en-US')} writes`,
  missing: async ({ postgres }: Servers) => missingTool(await postgresVersion(postgres.url)),
  async run(run, { times, bookings }) {
    for (let time = 0; time < times; time++) {
      await restoreOnce(run, time, bookings)
      run.progress(time + 1, times)
    }
  },
})
