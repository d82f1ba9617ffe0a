import type { Program } from '../program.ts'
import { type Run, scenario } from '../run.ts'
import { until } from '../until.ts'
import { openWorld, type World } from '../world.ts'
import { type TableRequest, type ZoneRelease, zoneReleases, zoneTable } from '../zone-releases.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const START_HOUR = 9
const LENGTH_MS = 30 * MINUTE_MS
const FIRST_DAY_AHEAD = 3
/** Well within the horizon. */
const DAYS = 700
const WEEK_DAYS = 7
const SETTLED_MS_MAX = 600_000
/** Zones that are the same in both, beside those that differ. */
const BYSTANDERS = ['Europe/Berlin', 'America/New_York', 'Asia/Tokyo']

interface Sizing {
  readonly areAllZones: boolean
}

/** A series in a zone, and where each release has its occurrences. */
interface ZoneCase {
  readonly zone: string
  readonly before: readonly number[]
  readonly after: readonly number[]
  /** A day on which the two differ and the new place is taken by somebody; -1 where none differs. */
  readonly taken: number
  readonly bookingId: string
}

type Releases = readonly [ZoneRelease, ZoneRelease]

const tablesOf = async (releases: Releases, request: TableRequest) => {
  const [before, after] = await Promise.all(releases.map((release) => zoneTable(release, request)))
  return { before: before!, after: after! }
}

/** Zones that both releases know, and those that will be another time in the one than in the other. */
const zonesOf = async (releases: Releases, firstMs: number) => {
  const { before, after } = await tablesOf(releases, {
    firstMs,
    days: DAYS / WEEK_DAYS,
    everyDays: WEEK_DAYS,
  })
  const known = Object.keys(before).filter((zone) => zone in after)
  const changed = known.filter((zone) => before[zone]!.some((instant, at) => instant !== after[zone]![at]))
  return { known, changed }
}

const book = async (world: World, path: string, body: object): Promise<string> => {
  const answer = await world.client.send(world.apis[0]!.base, 'POST', path, { body })
  if (answer.status !== 201) throw new Error(`${path} was answered ${JSON.stringify(answer.body)}`)
  return answer.body.id
}

const timesAt = (start: number) => ({
  startTime: new Date(start).toISOString(),
  endTime: new Date(start + LENGTH_MS).toISOString(),
})

/** A series without end in a zone and, where the releases differ, somebody in the place of one occurrence to be moved. */
const makeCase = async (
  world: World,
  zone: string,
  before: readonly number[],
  after: readonly number[],
): Promise<ZoneCase> => {
  const resourceId = await world.newResource(zone)
  const rule = { title: zone, timeZone: zone, recurrenceRule: 'FREQ=DAILY' }
  const bookingId = await book(world, '/bookings/recurring', { resourceId, ...rule, ...timesAt(before[0]!) })
  const taken = before.findIndex((instant, day) => instant !== after[day])
  if (taken !== -1)
    await book(world, '/bookings', { resourceId, title: 'In the way', ...timesAt(after[taken]!) })
  return { zone, before, after, taken, bookingId }
}

/** Starts a program on another Node, or again. */
const restartOn = async (program: Program, { node }: ZoneRelease): Promise<void> => {
  await program.terminate()
  program.useNode(node)
  await program.start()
}

const untilFollowing = ({ database: { sql } }: World, zones: number, { version }: ZoneRelease) =>
  until(`series follow ${version}`, SETTLED_MS_MAX, async () => {
    const [row] = await sql<{ count: number }[]>`
      SELECT count(*)::int AS count FROM zone_data WHERE tz_version = ${version} AND settled_at IS NOT NULL`
    return row!.count >= zones
  })

/** Each occurrence is where the zone's clocks show its time, and the one whose place was taken is where it was. */
const expectPlaces = async (run: Run, { database: { sql } }: World, cases: readonly ZoneCase[]) => {
  let moved = 0
  for (const { zone, before, after, taken, bookingId } of cases) {
    const rows = await sql<{ start: number }[]>`
      SELECT (extract(epoch FROM lower(during)) * 1000)::float8 AS start FROM occurrences
      WHERE booking_id = ${bookingId} ORDER BY wall_start LIMIT ${DAYS}`
    const wanted = after.map((instant, day) => (day === taken ? before[day]! : instant))
    const wrong = wanted.findIndex((instant, day) => rows[day]?.start !== instant)
    if (wrong !== -1)
      run.fail(
        `${zone}: day ${wrong} is at ${new Date(rows[wrong]?.start ?? 0).toISOString()}, not at ${new Date(wanted[wrong]!).toISOString()}`,
      )
    moved += wanted.filter((instant, day) => instant !== before[day]).length
  }
  return moved
}

const expectConflicts = async (run: Run, { database: { sql } }: World, cases: readonly ZoneCase[]) => {
  const conflicts = await sql<{ booking_id: string; kind: string; wanted: number }[]>`
    SELECT booking_id, kind, (extract(epoch FROM lower(wanted)) * 1000)::float8 AS wanted FROM zone_conflicts`
  const told = conflicts.map(({ booking_id, kind, wanted }) => `${booking_id} ${kind} ${wanted}`)
  const due = cases
    .filter(({ taken }) => taken !== -1)
    .map(({ bookingId, after, taken }) => `${bookingId} kept ${after[taken]}`)
  for (const one of due) if (!told.includes(one)) run.fail(`no conflict was recorded: ${one}`)
  for (const one of told) if (!due.includes(one)) run.fail(`a conflict was recorded that is none: ${one}`)
  return due.length
}

export const zoneChange = scenario<Sizing>({
  id: 'R14',
  title: 'A change of time zone data',
  promise:
    'Series made under one release of the tz database keep their time on the clock under the next: every occurrence to come is moved to where an independent reading of the new data has it, what cannot be moved without an overlap stays and is recorded, and nothing else is touched.',
  sizes: { quick: { areAllZones: false }, full: { areAllZones: true } },
  describe: ({ areAllZones }) => (areAllZones ? 'all zones' : 'zones that differ, and some that do not'),
  missing: async () =>
    (await zoneReleases()) === null
      ? 'needs another Node with other time zone data, which npm brings where there is a network'
      : null,
  async run(run, { areAllZones }) {
    const releases = (await zoneReleases())!
    const [older, newer] = releases
    const firstMs = (Math.floor(Date.now() / DAY_MS) + FIRST_DAY_AHEAD) * DAY_MS + START_HOUR * HOUR_MS
    const { known, changed } = await zonesOf(releases, firstMs)
    if (changed.length === 0) throw new Error(`${older.version} and ${newer.version} have the same future`)
    const zones = areAllZones ? known : [...changed, ...BYSTANDERS]
    const { before, after } = await tablesOf(releases, { firstMs, days: DAYS, everyDays: 1, zones })
    const world = await openWorld(run, { name: 'zone_change', apis: 1, node: older.node })
    const [api, worker] = [world.apis[0]!, world.workers[0]!]
    const cases: ZoneCase[] = []
    for (const zone of zones) {
      cases.push(await makeCase(world, zone, before[zone]!, after[zone]!))
      run.progress(cases.length, zones.length)
    }
    // It notes by which data the series were made.
    await restartOn(worker, older)
    await untilFollowing(world, zones.length, older)
    await Promise.all([restartOn(api, newer), restartOn(worker, newer)])
    await untilFollowing(world, zones.length, newer)
    run.figure('releases', `${older.version} → ${newer.version}`)
    run.figure('zones', zones.length)
    run.figure('of them differ', changed.length)
    run.figure('occurrences moved', await expectPlaces(run, world, cases))
    run.figure('conflicts recorded', await expectConflicts(run, world, cases))
    await world.close({ node: newer.node })
  },
})
