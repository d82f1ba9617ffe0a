import { median } from '../cpu-time.ts'
import type { Unit } from './case.ts'
import type { Suite } from './engine-names.ts'
import { Lane } from './lane.ts'
import type { CaseResult, Outcome } from './result.ts'

/** How long a run takes and how sure its figures are; all times are CPU time, ms. */
export interface Effort {
  readonly batches: number
  readonly batchMs: number
  /** CPU time spent on every case before it is measured. */
  readonly warmUpMs: number
  readonly deadlineMs: number
}

interface AskedCase {
  readonly id: string
  readonly group: string
  readonly label: string
  readonly unit: Unit
  readonly isKey: boolean
}

/** A call that takes longer is measured three times and not warmed up. */
const slowMs = 300

interface Entrant {
  readonly lane: Lane
  readonly isRight: boolean
  readonly samples: number[]
  readonly isSlow: boolean
}

/** Runs every case on every engine, batch by batch in turn, so that all of them meet the same weather. */
export async function runCases(
  suite: Suite,
  engines: readonly string[],
  cases: readonly AskedCase[],
  effortOf: (one: AskedCase) => Effort,
  onCase: (result: CaseResult, done: number) => void,
): Promise<CaseResult[]> {
  const lanes = engines.map((name) => new Lane(suite, name))
  const results: CaseResult[] = []
  try {
    for (const one of cases) {
      const outcomes = await runCase(lanes, one, effortOf(one))
      const result = { group: one.group, label: one.label, unit: one.unit, isKey: one.isKey, outcomes }
      results.push(result)
      onCase(result, results.length)
    }
  } finally {
    for (const lane of lanes) lane.close()
  }
  return results
}

async function runCase(
  lanes: readonly Lane[],
  one: AskedCase,
  effort: Effort,
): Promise<Record<string, Outcome>> {
  const { batchMs, warmUpMs, deadlineMs } = effort
  const outcomes: Record<string, Outcome> = {}
  const entrants: Entrant[] = []
  let truth: Float64Array | null = null
  for (const lane of lanes) {
    const reply = await lane.ask({ kind: 'answer', caseId: one.id, deadlineMs })
    if (reply.kind === 'answer') {
      const isSlow = reply.ms > slowMs
      truth ??= reply.values
      entrants.push({ lane, isRight: sameAnswer(truth, reply.values), samples: [], isSlow })
    } else outcomes[lane.name] = failure(reply, effort)
  }
  for (const { lane, isSlow } of entrants) {
    if (isSlow) continue
    const reply = await lane.ask({ kind: 'warm', batchMs, warmUpMs, deadlineMs })
    if (reply.kind !== 'warm') outcomes[lane.name] = failure(reply, effort)
  }
  for (let batch = 0; batch < effort.batches; batch++) {
    for (const { lane, samples, isSlow } of entrants) {
      if ((isSlow && batch > 2) || outcomes[lane.name] !== undefined) continue
      const reply = await lane.ask({ kind: 'batch', deadlineMs })
      const units = one.unit === 'occurrence' ? truth!.length : 1
      if (reply.kind === 'ns') samples.push(reply.nsPerCall / reply.operations / units)
      else outcomes[lane.name] = failure(reply, effort)
    }
  }
  const ours = median(entrants.find(({ lane }) => lane === lanes[0])?.samples ?? [Number.NaN])
  for (const { lane, isRight, samples } of entrants) {
    outcomes[lane.name] ??= measured(samples, ours, isRight)
  }
  return Object.fromEntries(lanes.map(({ name }) => [name, outcomes[name]!]))
}

function sameAnswer(truth: Float64Array, values: Float64Array): boolean {
  return truth.length === values.length && truth.every((value, i) => value === values[i])
}

function measured(samples: readonly number[], ours: number, isRight: boolean): Outcome {
  const ns = median(samples)
  return {
    kind: 'measured',
    ns: rounded(ns),
    nsLeast: rounded(Math.min(...samples)),
    nsMost: rounded(Math.max(...samples)),
    ratio: rounded(ns / ours),
    isRight,
  }
}

/** Four digits that count. */
function rounded(value: number): number {
  return Number(value.toPrecision(4))
}

function failure(reply: { readonly kind: string; readonly message?: string }, effort: Effort): Outcome {
  if (reply.kind === 'no such call') return { kind: 'no such call' }
  if (reply.kind === 'late') return { kind: 'late', deadlineS: effort.deadlineMs / 1000 }
  return { kind: 'error', message: reply.message ?? reply.kind }
}
