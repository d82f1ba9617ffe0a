/**
 * The shortest time that any zone of the engine kept an offset, decade by decade, and every zone against its table: what
 * the distances between probes in `src/zone-table.ts` rest on. To be run when zone data have changed; takes minutes.
 * Run from packages/core: npx tsx --conditions=@booking/source bench/zone-regimes.ts
 */
import { asInstant } from '../src/instant.ts'
import { zoneOf } from '../src/zone.ts'

const dayMs = 86_400_000
const [from, to] = [Date.UTC(1800, 0, 1), Date.UTC(2101, 0, 1)]

interface Shortest {
  days: number
  where: string
}

const shortest = new Map<number, Shortest>()
const ids = Intl.supportedValuesOf('timeZone')
for (const [i, id] of ids.entries()) {
  walk(id)
  process.stderr.write(`\r${i + 1} of ${ids.length} zones `)
}
process.stdout.write(`\nZone data ${process.versions.tz}, ${ids.length} zones, looked at day by day\n`)
for (const [decade, { days, where }] of [...shortest].sort(([a], [b]) => a - b))
  process.stdout.write(`${decade}s: ${days} days, ${where}\n`)

/** Compares the table with the engine, and keeps the shortest regimes. */
function walk(id: string): void {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: id,
    timeZoneName: 'longOffset',
    day: 'numeric',
  })
  const nameAt = (t: number) => format.format(t).split('GMT')[1] ?? ''
  const zone = zoneOf(id)
  const offsets = new Map<string, number>()
  let changedAt = Number.NEGATIVE_INFINITY
  let last = nameAt(from)
  for (let t = from; t < to; t += dayMs) {
    const name = nameAt(t)
    const offset = zone.wallOf(asInstant(t)) - t
    if ((offsets.get(name) ?? offset) !== offset) process.stdout.write(`\nwrong: ${id} ${date(t)}\n`)
    offsets.set(name, offset)
    if (name === last) continue
    keep(Math.round((t - changedAt) / dayMs), id, t)
    changedAt = t
    last = name
  }
}

function keep(days: number, id: string, t: number): void {
  const decade = Math.floor(new Date(t).getUTCFullYear() / 10) * 10
  if (days < (shortest.get(decade)?.days ?? Number.POSITIVE_INFINITY))
    shortest.set(decade, { days, where: `${id} until ${date(t)}` })
}

function date(t: number): string {
  return new Date(t).toISOString().slice(0, 10)
}
