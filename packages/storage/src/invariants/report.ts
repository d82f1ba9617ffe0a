import type { CheckResult } from './check-invariants.ts'
import type { FoundRow } from './found-rows.ts'

const ROWS_SHOWN_MAX = 5
const ID_CHARS = 4
const COUNT_CHARS = 6
const MS_CHARS = 8

/** Writes text in a colour of the terminal, or leaves it as it is. */
export type Paint = (colour: 'red' | 'green' | 'dim', text: string) => string

const codes = { red: 31, green: 32, dim: 2 }

/** @param isColourful whether the reader is a terminal that shows colours */
export const paintFor =
  (isColourful: boolean): Paint =>
  (colour, text) =>
    isColourful ? `\u001b[${codes[colour]}m${text}\u001b[0m` : text

/** The lines for one check: its line, what it could not look at, and the first of what it found. */
export const linesOf = ({ check, found, ms }: CheckResult, titleChars: number, paint: Paint): string[] => {
  const isClean = found.total === 0
  const rows = String(found.total).padStart(COUNT_CHARS)
  const time = `${Math.round(ms)} ms`.padStart(MS_CHARS)
  const mark = isClean ? paint('green', '✔') : paint('red', '✖')
  return [
    `${mark} ${check.id.padEnd(ID_CHARS)}${check.title.padEnd(titleChars)}${isClean ? rows : paint('red', rows)}  ${paint('dim', time)}`,
    ...found.notes.map((note) => paint('dim', `      ${note}`)),
    ...found.rows.slice(0, ROWS_SHOWN_MAX).map((row) => `      ${rowText(row)}`),
    ...(found.total > ROWS_SHOWN_MAX ? [`      … and ${found.total - ROWS_SHOWN_MAX} more`] : []),
  ]
}

const rowText = ({ what, ...place }: FoundRow): string => {
  const words = Object.entries(place).flatMap(([name, value]) => (value === null ? [] : [`${name}=${value}`]))
  return `${what}: ${words.join('  ')}`
}

/** The sentence at the end. */
export const summaryOf = (results: readonly CheckResult[], paint: Paint): string => {
  const failed = results.filter(({ found }) => found.total > 0)
  if (failed.length === 0) return paint('green', `All ${results.length} checks hold.`)
  const total = failed.reduce((sum, { found }) => sum + found.total, 0)
  const ids = failed.map(({ check }) => check.id).join(', ')
  return paint(
    'red',
    `${failed.length} of ${results.length} checks do not hold (${ids}): ${total} ${total === 1 ? 'row' : 'rows'}.`,
  )
}
