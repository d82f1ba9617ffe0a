import { styleText } from '../style-text.ts'
import type { CaseResult, Outcome } from './result.ts'
import { spelledOutcome, spelledRatio } from './units.ts'

const labelWidth = 62
const cellWidth = 24

export function terminalHead(engines: readonly string[]): string {
  return styleText('bold', 'case'.padEnd(labelWidth) + engines.map((name) => name.padEnd(cellWidth)).join(''))
}

export function terminalGroup({ group, unit }: CaseResult): string {
  return styleText('bold', `${group}, per ${unit}`)
}

/** One case as a line. */
export function terminalLine(one: CaseResult, engines: readonly string[]): string {
  const cells = engines.map((name, i) => cell(one.outcomes[name]!, i === 0))
  return one.label.slice(0, labelWidth - 2).padEnd(labelWidth) + cells.join('')
}

function cell(outcome: Outcome, isOurs: boolean): string {
  if (outcome.kind !== 'measured') {
    return styleText('yellow', spelledOutcome(outcome).padEnd(cellWidth))
  }
  if (isOurs) return styleText('cyan', spelledOutcome(outcome).padEnd(cellWidth))
  const text = `${spelledOutcome(outcome)} (${spelledRatio(outcome.ratio)})`
  if (!outcome.isRight) return styleText('red', `${text} wrong`.padEnd(cellWidth))
  return outcome.ratio < 1 ? styleText('red', `${text} faster`.padEnd(cellWidth)) : text.padEnd(cellWidth)
}
