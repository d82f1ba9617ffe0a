import { conflictEngines, recurrenceEngines } from './engine-names.ts'
import type { CaseResult, CoreResults, Outcome } from './result.ts'
import { spelledNs, spelledOutcome, spelledRatio } from './units.ts'

/** The results as they stand in the README of the core. */
export function coreMarkdown(results: CoreResults): string {
  const { machine, versions } = results
  const others = recurrenceEngines.slice(1).map((name) => `${name} ${versions[name]}`)
  return [
    `CPU time, middle of the batches, all engines in one run, ${results.date}, commit \`${results.commit}\`: ${machine.cpu},`,
    `${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.os}, Node.js ${machine.node}; ${others.join(', ')}.`,
    'Factors are against ours. **wrong**: the answer differs from ours, so the time is that of another answer.',
    '**faster**: ahead of us. A dash: it has no such call. *Not in 3 s*: ended before it had answered. *throws*: its own',
    'limits, as they are set when nobody sets them. The least and the most of every figure are in the JSON.',
    '',
    ...table(recurrenceEngines, results.recurrence),
    '',
    'Conflicts. None of these libraries compares rules or intervals, so the other column is plain code: a scan, a binary',
    'search, or both series laid out for a hundred years, which can find a clash and never knows that there is none.',
    '',
    ...table(conflictEngines, results.conflicts),
  ].join('\n')
}

function table(engines: readonly string[], cases: readonly CaseResult[]): string[] {
  const lines = [`| case | ${engines.join(' | ')} |`, `| --- |${' --- |'.repeat(engines.length)}`]
  const isOneGroup = cases.every((one) => one.group === cases[0]?.group)
  let group = ''
  for (const one of cases) {
    if (one.group !== group && !isOneGroup)
      lines.push(`| **${one.group}**, per ${one.unit} |${' |'.repeat(engines.length)}`)
    group = one.group
    lines.push(
      `| ${isOneGroup ? `${one.label}, per ${one.unit}` : one.label} | ${engines.map((name) => cell(one.outcomes[name]!, name)).join(' | ')} |`,
    )
  }
  return lines
}

function cell(outcome: Outcome, engine: string): string {
  if (outcome.kind !== 'measured' || engine === recurrenceEngines[0]) return spelledOutcome(outcome)
  const text = `${spelledNs(outcome.ns)} (${spelledRatio(outcome.ratio)})`
  if (!outcome.isRight) return `${text} **wrong**`
  return outcome.ratio < 1 ? `${text} **faster**` : text
}
