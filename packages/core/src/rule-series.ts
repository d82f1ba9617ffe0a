import { dayMs } from './civil.ts'
import { CoreError } from './errors.ts'
import type { Rule } from './rule.ts'
import { compileSeries } from './rule-compile.ts'
import { formatRule } from './rule-format.ts'
import { type Wall, wallMax } from './wall.ts'
import type { WallSeries, WallSink } from './wall-series.ts'
import type { Zone } from './zone.ts'

/** How far the first look for an instance goes before a proof is tried. */
const firstLookMs = 366 * dayMs

/**
 * One rule with its end. COUNT becomes the wall of its last instance, once and only when asked; a UTC UNTIL becomes
 * a wall, with a hole when it falls into the hour after a gap, where walls and instants are ordered differently.
 */
export class RuleSeries {
  readonly rule: Rule
  readonly start: Wall
  /** The nominal set without COUNT and UNTIL. */
  readonly walls: WallSeries
  /** The first nominal start; Infinity when UNTIL comes before it. */
  readonly first: number
  #end: number | null
  #count: number | null = null
  readonly #hole: { readonly from: number; readonly to: number } | null

  /** @throws CoreError `never_occurs` when the rule has no instance up to the year 9999, UNTIL apart. */
  constructor(rule: Rule, start: Wall, zone: Zone) {
    this.rule = rule
    this.start = start
    this.walls = compileSeries(rule, start)
    const first = firstOf(rule, start, this.walls)
    this.#end = rule.count === null ? wallMax : null
    this.#hole = null
    if (rule.until?.form === 'local') this.#end = rule.until.wall
    if (rule.until?.form === 'date') this.#end = rule.until.wall + dayMs - 1
    if (rule.until?.form === 'utc') {
      const until = rule.until.instant
      this.#end = zone.lastWallAt(until)
      const gap = zone.gapBefore(until)
      if (gap !== null) this.#hole = { from: gap.wallFrom + (until - gap.instant) + 1, to: gap.wallTo }
    }
    this.first = this.#end !== null && first > this.#end ? Number.POSITIVE_INFINITY : this.#skipHole(first)
  }

  get isUnbounded(): boolean {
    return this.rule.count === null && this.rule.until === null
  }

  /** The last wall an instance may have, inclusive. */
  get end(): number {
    this.#end ??= this.walls.tally(this.rule.count as number, wallMax).last
    return this.#end
  }

  next(wall: number): number {
    const found = this.#skipHole(this.walls.next(wall))
    return found > this.end ? Number.POSITIVE_INFINITY : found
  }

  previous(wall: number): number {
    const found = this.walls.previous(Math.min(wall, this.end))
    const hole = this.#hole
    return hole !== null && found >= hole.from && found < hole.to ? this.walls.previous(hole.from - 1) : found
  }

  /** Appends the instances in [from, to). */
  fill(from: number, to: number, sink: WallSink): void {
    if (this.#end === null && from <= this.first) {
      this.#fillCounted(to, sink)
      return
    }
    const end = Math.min(to, this.end + 1)
    const hole = this.#hole
    if (hole === null) {
      this.walls.fill(from, end, sink)
      return
    }
    this.walls.fill(from, Math.min(end, hole.from), sink)
    this.walls.fill(Math.max(from, hole.to), end, sink)
  }

  /** From the first instance on, COUNT needs no counting ahead: the walk stops by itself. */
  #fillCounted(to: number, sink: WallSink): void {
    const begin = sink.length
    sink.stop = begin + (this.rule.count as number)
    this.walls.fill(this.first, to, sink)
    sink.length = Math.min(sink.length, sink.stop)
    if (sink.isFull) this.#end = sink.data[sink.length - 1] as number
    sink.stop = Number.POSITIVE_INFINITY
  }

  has(wall: number): boolean {
    return this.next(wall) === wall
  }

  /** Number of instances of a bounded rule. */
  count(): number {
    if (this.#count !== null) return this.#count
    const hole = this.#hole
    let count = this.walls.tally(this.rule.count ?? Number.POSITIVE_INFINITY, this.end).count
    if (hole !== null) {
      const upTo = (end: number): number =>
        this.walls.tally(Number.POSITIVE_INFINITY, Math.min(end, this.end)).count
      count -= upTo(hole.to - 1) - upTo(hole.from - 1)
    }
    this.#count = count
    return count
  }

  #skipHole(wall: number): number {
    const hole = this.#hole
    return hole !== null && wall >= hole.from && wall < hole.to ? this.walls.next(hole.to) : wall
  }
}

function firstOf(rule: Rule, start: Wall, walls: WallSeries): number {
  const near = walls.next(start, start + firstLookMs)
  if (near < Number.POSITIVE_INFINITY) return near
  if (walls.isImpossible()) throw neverOccurs(rule)
  const far = walls.next(start)
  if (far === Number.POSITIVE_INFINITY) throw neverOccurs(rule)
  return far
}

function neverOccurs(rule: Rule): CoreError {
  const text = formatRule(rule)
  return new CoreError('never_occurs', `${text} has no occurrence from its start to the year 9999.`, {
    rule: text,
  })
}
