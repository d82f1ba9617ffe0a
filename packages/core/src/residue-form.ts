/**
 * The coarse shape of a rule: a set of residues that every nominal start falls into, as wall milliseconds modulo
 * a period. Exact for rules without calendar filters (every third day, Monday and Friday of every other week,
 * every five hours); for the others a superset made of weekday and time of day. Two rules whose residues never
 * come closer than a duration can never clash, which settles most pairs without visiting a single occurrence.
 */
import { CalendarSeries } from './calendar-series.ts'
import { dayMs, weekdayOf } from './civil.ts'
import { gcd, inverse, modulo } from './congruence.ts'
import { lowerBound } from './interval-index.ts'
import { residuesMax } from './limits.ts'
import { type Rule, weekdays } from './rule.ts'
import type { RuleSeries } from './rule-series.ts'
import { StrideSeries } from './stride-series.ts'
import { SubdailySeries } from './subdaily-series.ts'
import { spendSteps } from './work-budget.ts'

/** What comparing two residues costs, in steps. */
const pairStep = 0.5

export interface ResidueForm {
  /** Wall ms after which the residues repeat. */
  readonly modulusMs: number
  /** Ascending residues in [0, modulusMs), each once. */
  readonly residues: Float64Array
}

/** Residues of a rule; null when they would be too many to be of use. */
export function residueFormOf(series: RuleSeries): ResidueForm | null {
  const { walls, rule } = series
  if (walls instanceof StrideSeries) {
    return form(walls.strideMs, [walls.first])
  }
  if (walls instanceof SubdailySeries) return weekdayForm(walls, rule) ?? subdailyForm(walls)
  if (!(walls instanceof CalendarSeries)) return null
  if (rule.frequency === 'WEEKLY') return weeklyForm(walls, rule, series.start)
  const times = walls.times
  if (times.size > residuesMax / 7) return null
  return dayForm(walls, rule, series.start)
}

function weeklyForm(walls: CalendarSeries, rule: Rule, start: number): ResidueForm | null {
  const { periods, interval, origin, times } = walls
  const modulusMs = interval * 7 * dayMs
  if (rule.byMonth === null) {
    const pattern = periods.at(origin)
    if (pattern.size > residuesMax) return null
    const residues: number[] = []
    for (let i = 0; i < pattern.days.length; i++) {
      const dayTimes = pattern.times?.[i] ?? times
      for (const ms of dayTimes.values) residues.push((periods.base + pattern.days[i]!) * dayMs + ms)
    }
    return form(modulusMs, residues)
  }
  if (times.size * 7 > residuesMax) return null
  const mask = weekdayMaskOf(rule, start)
  const monday = origin * 7 - 3
  const residues: number[] = []
  for (let day = monday; day < monday + 14; day++) {
    const inWeek = periods.indexOf(day) === origin
    if (inWeek && (mask >> weekdayOf(day)) & 1) for (const ms of times.values) residues.push(day * dayMs + ms)
  }
  return form(modulusMs, residues)
}

/** Days of every interval-th day (1 unless DAILY), narrowed by weekday where the rule names weekdays. */
function dayForm(walls: CalendarSeries, rule: Rule, start: number): ResidueForm {
  const stepDays = walls.periods.unit === 'day' ? walls.interval : 1
  const mask = weekdayMaskOf(rule, start)
  const days = mask === 127 ? [walls.origin * Number(stepDays > 1)] : weekdaysOnStride(walls, stepDays, mask)
  const modulusDays = mask === 127 ? stepDays : (stepDays * 7) / gcd(stepDays, 7)
  const residues: number[] = []
  for (const day of days) for (const ms of walls.times.values) residues.push(day * dayMs + ms)
  return form(modulusDays * dayMs, residues)
}

/** The days of one joint period of the stride and the week that fall on a weekday of the mask. */
function weekdaysOnStride(walls: CalendarSeries, stepDays: number, mask: number): number[] {
  const anchor = stepDays > 1 ? walls.origin : 0
  const days: number[] = []
  for (let i = 0; i < 7 / gcd(stepDays, 7); i++) {
    const day = anchor + i * stepDays
    if ((mask >> weekdayOf(day)) & 1) days.push(day)
  }
  return days
}

/** Steps on the rule's weekdays, over the days after which both repeat; null without weekdays or for too many steps. */
function weekdayForm(walls: SubdailySeries, rule: Rule): ResidueForm | null {
  const { inner, unitMs } = walls.parts
  const modulusDays = (walls.dayCycle * 7) / gcd(walls.dayCycle, 7)
  if (rule.byDay === null || modulusDays > residuesMax) return null
  const mask = weekdayMaskOf(rule, 0)
  const residues: number[] = []
  for (let day = 0; day < modulusDays; day++) {
    if (((mask >> weekdayOf(day)) & 1) === 0) continue
    spendSteps(1)
    const units = walls.unitsOn(day)
    if (residues.length + units.length * inner.length > residuesMax) return null
    for (const unit of units) for (const ms of inner) residues.push(day * dayMs + unit * unitMs + ms)
  }
  return form(modulusDays * dayMs, residues)
}

function subdailyForm(walls: SubdailySeries): ResidueForm | null {
  const { parts, phase, candidates, dayCycle, perDay } = walls
  const { interval, unitMs, inner } = parts
  if (candidates === null) {
    // At most 60 minutes of 60 seconds each.
    return form(
      interval * unitMs,
      Array.from(inner, (ms) => phase * unitMs + ms),
    )
  }
  if (candidates.length * inner.length > residuesMax) return null
  const common = interval / dayCycle
  const solve = inverse(perDay / common, dayCycle)
  const residues: number[] = []
  for (const unit of candidates) {
    const day = modulo((modulo(phase - unit, interval) / common) * solve, dayCycle)
    for (const ms of inner) residues.push(day * dayMs + unit * unitMs + ms)
  }
  return form(dayCycle * dayMs, residues)
}

/** Weekdays a rule can fall on, bit 0 for Monday; all seven when it names none. */
function weekdayMaskOf(rule: Rule, start: number): number {
  if (rule.byDay !== null)
    return rule.byDay.reduce((bits, day) => bits | (1 << weekdays.indexOf(day.weekday)), 0)
  const takesStart = rule.frequency === 'WEEKLY' || (rule.byWeekNo !== null && !namesDays(rule))
  return takesStart ? 1 << weekdayOf(Math.floor(start / dayMs)) : 127
}

function namesDays(rule: Rule): boolean {
  return rule.byMonthDay !== null || rule.byYearDay !== null
}

function form(modulusMs: number, walls: readonly number[]): ResidueForm {
  spendSteps(walls.length)
  const residues = new Float64Array(walls.length)
  let isAscending = true
  for (let i = 0; i < walls.length; i++) {
    residues[i] = modulo(walls[i] as number, modulusMs)
    isAscending &&= i === 0 || (residues[i] as number) > (residues[i - 1] as number)
  }
  if (isAscending) return { modulusMs, residues }
  residues.sort()
  return { modulusMs, residues: residues.filter((r, i) => i === 0 || r !== residues[i - 1]) }
}

/**
 * Whether some start of `a` (lasting aMs) and some start of `b` (lasting bMs, its walls moved by `shiftMs`) can
 * overlap, both running forever through all their residues. For any two residues the differences b - a are one
 * residue class modulo the gcd of the periods, so the nearest ones decide. Only "no" is certain: residues may
 * hold more than the starts.
 * @param circleMs when given, only the position within a circle of this length is looked at (a day, a week)
 */
export function residuesMeet(
  a: ResidueForm,
  aMs: number,
  b: ResidueForm,
  bMs: number,
  shiftMs: number,
  circleMs = 0,
): boolean {
  const common = gcd(gcd(a.modulusMs, b.modulusMs), circleMs)
  if (aMs + bMs > common) return a.residues.length > 0 && b.residues.length > 0
  if (a.residues.length * b.residues.length > 256) return meetSorted(a, aMs, b, bMs, shiftMs, common)
  spendSteps(1 + a.residues.length * b.residues.length * pairStep)
  for (const ra of a.residues) {
    for (const rb of b.residues) {
      const ahead = modulo(rb + shiftMs - ra, common)
      if (ahead < aMs || common - ahead < bMs) return true
    }
  }
  return false
}

/**
 * Like `residuesMeet` for two rules of one series: one and the same local start is not two. With d the difference of
 * two local starts, some residue plus a multiple of the gcd of the periods, the question is whether
 * 0 < |d + shiftMs| < durationMs for some d other than 0. "No" is certain.
 */
export function residuesCrowd(a: ResidueForm, b: ResidueForm, durationMs: number, shiftMs: number): boolean {
  const common = gcd(a.modulusMs, b.modulusMs)
  if (durationMs > common || Math.abs(shiftMs) >= common) return true
  if (common - Math.abs(shiftMs) < durationMs) return true
  spendSteps(4 * a.residues.length + b.residues.length)
  const right = onCircle(b, common)
  for (const start of onCircle(a, common)) {
    // Where a start of b would begin at the same instant as this one; nearest to it, less the two that do not count.
    const point = modulo(start - shiftMs, common)
    const nearest = lowerBound(right, point)
    for (let i = nearest - 3; i < nearest + 3; i++) {
      const other = right[modulo(i, right.length)]!
      const ahead = modulo(other - point, common)
      if (other === start || ahead === 0) continue
      if (ahead < durationMs || common - ahead < durationMs) return true
    }
  }
  return false
}

/** Residues modulo a divisor of their own modulus, ascending, each once. */
function onCircle({ residues, modulusMs }: ResidueForm, common: number): Float64Array {
  if (common === modulusMs) return residues
  const reduced = residues.map((residue) => modulo(residue, common)).sort()
  return reduced.filter((residue, i) => i === 0 || residue !== reduced[i - 1])
}

/** The same by one pass around the circle of length `common`; durations add up to at most one turn. */
function meetSorted(
  a: ResidueForm,
  aMs: number,
  b: ResidueForm,
  bMs: number,
  shiftMs: number,
  common: number,
): boolean {
  spendSteps(2 * (a.residues.length + b.residues.length))
  const left = a.residues.map((r) => modulo(r, common)).sort()
  const right = b.residues.map((r) => modulo(r + shiftMs, common)).sort()
  let j = 0
  for (const start of left) {
    while (j < right.length && right[j]! < start) j++
    const next = j < right.length ? right[j]! : right[0]! + common
    const previous = j > 0 ? right[j - 1]! : right[right.length - 1]! - common
    if (next - start < aMs || start - previous < bMs) return true
  }
  return false
}
