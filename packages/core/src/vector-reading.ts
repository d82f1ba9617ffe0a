/** What the vector files of packages/core/vectors hold, and how to run one against the core. Used by tests only. */

import type { Instant } from './instant.ts'
import { createRecurrence, type Occurrence, type Recurrence } from './recurrence.ts'
import { parseRule } from './rule-parse.ts'
import { formatWall, parseWall, type Wall, wallDate } from './wall.ts'
import { type Zone, zoneOf } from './zone.ts'

export interface VectorReading {
  readonly local: readonly string[]
  readonly utc?: readonly string[] | null
}

export interface Vector extends VectorReading {
  readonly id: string
  readonly dtstart: string
  readonly tzid: string | null
  readonly rrules: readonly string[]
  readonly exrules?: readonly string[]
  readonly rdates?: readonly string[]
  readonly exdates?: readonly string[]
  readonly limit: number | null
  readonly horizon?: string
  readonly window?: {
    readonly op: 'between' | 'after' | 'before'
    readonly at?: string
    readonly from?: string
    readonly to?: string
    readonly inc?: boolean
    readonly count?: number
  }
  readonly status: 'agreed' | 'extension' | 'contested'
  readonly alternatives?: readonly (VectorReading & { readonly by: string })[]
}

/** `19970902T090000`, with or without Z, or `19970902`. */
function wallOfBasic(text: string): Wall {
  const [y, m, d] = [text.slice(0, 4), text.slice(4, 6), text.slice(6, 8)]
  if (text.length === 8) return parseWall(`${y}-${m}-${d}T00:00`)
  return parseWall(`${y}-${m}-${d}T${text.slice(9, 11)}:${text.slice(11, 13)}:${text.slice(13, 15)}`)
}

function instantOfBasic(text: string, zone: Zone): Instant {
  const wall = wallOfBasic(text)
  return text.endsWith('Z') ? (wall as number as Instant) : zone.instantOf(wall)
}

/** The local clock after resolution, in the spelling of the vectors. */
function basicOf(occurrence: Occurrence, isDate: boolean): string {
  const wall = (occurrence.start + occurrence.offsetMs) as Wall
  return (isDate ? wallDate(wall) : formatWall(wall)).replaceAll(/[-:]/g, '')
}

function recurrenceOf(vector: Vector): Recurrence {
  const zone = zoneOf(vector.tzid ?? 'UTC')
  const start = wallOfBasic(vector.dtstart)
  const isDate = vector.dtstart.length === 8
  const excluded = (vector.exrules ?? []).flatMap((text) => {
    const exrule = createRecurrence({ start, zone, durationMs: 0, rules: [parseRule(text)] })
    return Array.from(exrule, (o) => o.wallStart)
  })
  return createRecurrence({
    start,
    zone,
    durationMs: 0,
    rules: vector.rrules.map(parseRule),
    rdates: (vector.rdates ?? []).map((t) => ({ start: instantOfBasic(t, zone) })),
    exdates: [...excluded, ...(vector.exdates ?? []).map((t) => ({ start: instantOfBasic(t, zone) }))],
    ...(isDate ? { startKind: 'date' as const } : {}),
  })
}

function take(recurrence: Recurrence, first: Occurrence | null, count: number): Occurrence[] {
  const taken: Occurrence[] = []
  for (let o = first; o !== null && taken.length < count; o = recurrence.next(o.start)) taken.push(o)
  return taken
}

/** What the core answers to the question of the vector. */
export function answerTo(vector: Vector): { local: string[]; utc: string[] } {
  const zone = zoneOf(vector.tzid ?? 'UTC')
  const recurrence = recurrenceOf(vector)
  const found = occurrencesFor(vector, recurrence, zone)
  const isDate = vector.dtstart.length === 8
  return {
    local: found.map((o) => basicOf(o, isDate)),
    utc: found.map((o) => `${formatWall(o.start as number as Wall).replaceAll(/[-:]/g, '')}Z`),
  }
}

function occurrencesFor(vector: Vector, recurrence: Recurrence, zone: Zone): Occurrence[] {
  const { window, horizon, limit } = vector
  if (window !== undefined) {
    const inc = window.inc === true ? 1 : 0
    const at = (text: string | undefined): number => instantOfBasic(text ?? '', zone)
    if (window.op === 'between') {
      const from = (at(window.from) + 1 - inc) as Instant
      return recurrence.between(from, (at(window.to) + inc) as Instant)
    }
    if (window.op === 'before') {
      const before = recurrence.previous((at(window.at) + inc) as Instant)
      return before === null ? [] : [before]
    }
    return take(recurrence, recurrence.next((at(window.at) - inc) as Instant), window.count ?? 1)
  }
  if (horizon !== undefined) {
    const from = (recurrence.first()?.start ?? 0) as Instant
    return recurrence.between(from, (instantOfBasic(horizon, zone) + 1) as Instant)
  }
  return take(recurrence, recurrence.first(), limit ?? vector.local.length + 1)
}
