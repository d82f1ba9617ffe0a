/**
 * What became of a request:
 * - `right`: it was answered as it must be, and what the answer says was checked;
 * - `refused`: 409, and what is in the way does overlap what was asked for;
 * - `limited`: 429;
 * - `wrong`: an answer that says something untrue;
 * - `failed`: any other status, or none.
 */
export const outcomes = ['right', 'refused', 'limited', 'wrong', 'failed'] as const

export type Outcome = (typeof outcomes)[number]

/** Whether it counts into the error rate. A true refusal is no error, though nothing was booked. */
export function isError(outcome: Outcome): boolean {
  return outcome !== 'right' && outcome !== 'refused'
}
