import type { Outcome } from './result.ts'

/** `4.1 ns`, `12 µs`, `2.2 s`: two digits that count. */
export function spelledNs(ns: number): string {
  const [divisor, unit] = ns < 1e3 ? [1, 'ns'] : ns < 1e6 ? [1e3, 'µs'] : ns < 1e9 ? [1e6, 'ms'] : [1e9, 's']
  const value = ns / divisor
  return `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ${unit}`
}

/** `31 ×`, `0.8 ×`. */
export function spelledRatio(ratio: number): string {
  const digits = ratio < 10 ? ratio.toFixed(1) : Math.round(ratio).toLocaleString('en-US')
  return `${digits} ×`
}

/** An outcome in a few words, without its ratio. */
export function spelledOutcome(outcome: Outcome): string {
  if (outcome.kind === 'measured') return spelledNs(outcome.ns)
  if (outcome.kind === 'late') return `not in ${outcome.deadlineS} s`
  return outcome.kind === 'error' ? 'throws' : '–'
}
