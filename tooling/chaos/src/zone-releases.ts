import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A Node, and the release of the tz database that it computes with. */
export interface ZoneRelease {
  readonly node: string
  readonly version: string
}

/** Nodes that npm can bring: one with newer data than most, and one with older. */
const OTHERS = ['node@24', 'node@20']
const FETCH_MS_MAX = 180_000
const TELL = 'process.stdout.write(JSON.stringify({ node: process.execPath, version: process.versions.tz }))'

const brought = async (name: string): Promise<ZoneRelease | null> => {
  try {
    const { stdout } = await run('npx', ['-y', name, '-e', TELL], { timeout: FETCH_MS_MAX })
    return JSON.parse(stdout) as ZoneRelease
  } catch {
    return null
  }
}

const find = async (): Promise<readonly [ZoneRelease, ZoneRelease] | null> => {
  const own = { node: process.execPath, version: process.versions.tz ?? '' }
  for (const name of OTHERS) {
    const other = await brought(name)
    if (other !== null && other.version !== own.version)
      return own.version < other.version ? [own, other] : [other, own]
  }
  return null
}

let found: ReturnType<typeof find> | undefined

/** This Node and another one whose time zone data are of another release, the older first; null where there is none. */
export const zoneReleases = (): ReturnType<typeof find> => {
  found ??= find()
  return found
}

/** For each zone that a release knows, when a time of day is on each of some days; milliseconds since the epoch. */
export type ZoneTable = Readonly<Record<string, readonly number[]>>

/** Uses nothing of ours: it is what our programs are held against. A day is asked with yesterday's offset first. */
const TABLE = `
  const { firstMs, days, everyDays, zones } = JSON.parse(process.argv[1])
  const table = {}
  for (const zone of zones ?? Intl.supportedValuesOf('timeZone')) {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', year: 'numeric',
      month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' })
    const wallAt = (instant) => {
      const part = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]))
      return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second)
    }
    let ahead = 0
    table[zone] = Array.from({ length: days }, (_, day) => {
      const wall = firstMs + day * everyDays * 86400000
      for (let look = 0; look < 3 && wallAt(wall - ahead) !== wall; look++) ahead += wallAt(wall - ahead) - wall
      return wall - ahead
    })
  }
  process.stdout.write(JSON.stringify(table))`

export interface TableRequest {
  /** The time on the first day, as if it were UTC; milliseconds since the epoch. */
  readonly firstMs: number
  readonly days: number
  /** From one of the days to the next. */
  readonly everyDays: number
  /** Default: all that it knows. */
  readonly zones?: readonly string[]
}

/** Reads from a release when each zone's clocks show a time of day. */
export const zoneTable = async ({ node }: ZoneRelease, request: TableRequest): Promise<ZoneTable> => {
  const { stdout } = await run(node, ['-e', TABLE, JSON.stringify(request)], { maxBuffer: 2 ** 28 })
  return JSON.parse(stdout) as ZoneTable
}
