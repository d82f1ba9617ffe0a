import { type MaskGap, maskGap } from './calendar-mask.ts'
import { dayMs } from './civil.ts'
import { areLocalDays, clockMs, type PreparedSeries } from './prepared-series.ts'
import { residuesMeet } from './residue-form.ts'
import type { Frequency } from './rule.ts'
import { weekMs } from './zone-crossings.ts'

/** How a comparison came out empty: the times do not overlap at all, by residues, or after a complete walk. */
export type ProofKind = 'apart' | 'residues' | 'walked'

const units: Partial<Record<Frequency, string>> = {
  YEARLY: 'years',
  MONTHLY: 'months',
  WEEKLY: 'weeks',
  DAILY: 'days',
  HOURLY: 'hours',
  MINUTELY: 'minutes',
  SECONDLY: 'seconds',
}

/** Why two series never meet, as a clause in plain English. */
export function reasonOf(a: PreparedSeries, b: PreparedSeries, kind: ProofKind): string {
  if (kind === 'apart') {
    const isEmpty = a.rules.length === 0 || b.rules.length === 0
    return isEmpty ? 'no occurrence of the one meets one of the other' : 'one ends before the other begins'
  }
  if (kind === 'walked') return 'their dates never meet'
  if (a.zone === b.zone) {
    if (!meetModulo(a, b, dayMs)) return 'their times of day never meet'
    if (!meetModulo(a, b, weekMs)) return 'their weekdays never meet'
    const gap = gapOf(a, b)
    if (gap !== null) return `their ${gap} never meet`
    if (isEveryOtherWeek(a) && isEveryOtherWeek(b))
      return 'one falls in odd weeks and the other in even weeks'
    return `their ${stepsOf(a)} and ${stepsOf(b)} never coincide`
  }
  return 'their times never meet in any offset their zones are ever at'
}

/** Whether the residues still meet when only their position in a day or a week is looked at. */
function meetModulo(a: PreparedSeries, b: PreparedSeries, circleMs: number): boolean {
  const [aMs, bMs] = lengthsOf(a, b)
  return a.shapes.some(({ residues: left }) =>
    b.shapes.some(
      ({ residues: right }) =>
        left === null || right === null || residuesMeet(left, aMs, right, bMs, 0, circleMs),
    ),
  )
}

/** What the calendar masks of two single rules have not in common. */
function gapOf(a: PreparedSeries, b: PreparedSeries): MaskGap | null {
  const [left, right] = [a.shapes[0], b.shapes[0]]
  if (left === undefined || right === undefined || a.shapes.length + b.shapes.length > 2) return null
  const [aMs, bMs] = lengthsOf(a, b)
  return maskGap(left.mask, aMs, right.mask, bMs, 0)
}

/** The lengths that the proof went by. */
function lengthsOf(a: PreparedSeries, b: PreparedSeries): readonly [number, number] {
  return areLocalDays(a, b) ? [clockMs(a), clockMs(b)] : [a.durationMs, b.durationMs]
}

function isEveryOtherWeek(series: PreparedSeries): boolean {
  return series.rules.every(({ rule }) => rule.frequency === 'WEEKLY' && rule.interval === 2)
}

/** '2 weeks', '3 days': the steps of the first rule. */
function stepsOf(series: PreparedSeries): string {
  const rule = series.rules[0]?.rule
  return rule === undefined ? 'dates' : `steps of ${rule.interval} ${units[rule.frequency] ?? ''}`.trim()
}
