import { type CalendarMask, calendarMaskOf, maskGap } from './calendar-mask.ts'
import { allMonths } from './civil.ts'
import { type ResidueForm, residueFormOf, residuesMeet } from './residue-form.ts'
import type { RuleSeries } from './rule-series.ts'

/** All that is known of a rule's starts without walking it; a superset of them. */
export interface RuleShape {
  /** null when the residues are too many to be of use. */
  readonly residues: ResidueForm | null
  readonly mask: CalendarMask | null
}

export function ruleShapeOf(rule: RuleSeries): RuleShape {
  return { residues: residueFormOf(rule), mask: calendarMaskOf(rule) }
}

/** Whether a start may lie in one of the months, bit 0 for January. "No" is a proof, "yes" is not. */
export function mayStartIn({ mask }: RuleShape, months: number): boolean {
  return ((mask?.months ?? allMonths) & months) !== 0
}

/**
 * Whether starts of `a` (lasting aMs) and of `b` (lasting bMs, its walls moved by `shiftMs`) may overlap. "No" is
 * a proof, "yes" is not.
 */
export function shapesMayMeet(
  a: RuleShape,
  aMs: number,
  b: RuleShape,
  bMs: number,
  shiftMs: number,
): boolean {
  if (
    a.residues !== null &&
    b.residues !== null &&
    !residuesMeet(a.residues, aMs, b.residues, bMs, shiftMs)
  ) {
    return false
  }
  return maskGap(a.mask, aMs, b.mask, bMs, shiftMs) === null
}
