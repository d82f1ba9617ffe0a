import { type Outcome, outcomes } from './outcome.ts'
import { type ScenarioId, scenarios } from './scenarios.ts'

/** The first line of load-test-results.csv; below it stand the lines that the k6 script writes, one a request. */
export const csvHeader = 'time_ms,scenario,status,duration_ms,outcome,detail'

/** One request, as the k6 script tells of it. */
export interface RequestLine {
  /** When it was answered, milliseconds since the epoch. */
  readonly timeMs: number
  readonly scenario: ScenarioId
  /** 0 without an answer. */
  readonly status: number
  readonly ms: number
  readonly outcome: Outcome
  /** What was untrue, which error it was, or what else is to be told; mostly empty. */
  readonly detail: string
}

const line = /^(\d+),([a-z_]+),(\d+),(\d+(?:\.\d+)?),([a-z]+),(?:"(.*)")?$/
const scenarioIds: ReadonlySet<string> = new Set(scenarios.map(({ id }) => id))
const outcomeNames: ReadonlySet<string> = new Set(outcomes)

/** Undefined for whatever else k6 writes to its console, such as an exception of the script. */
export function readRequestLine(text: string): RequestLine | undefined {
  const [, time, scenario = '', status, ms, outcome = '', detail = ''] = line.exec(text) ?? []
  if (!scenarioIds.has(scenario) || !outcomeNames.has(outcome)) return undefined
  return {
    timeMs: Number(time),
    scenario: scenario as ScenarioId,
    status: Number(status),
    ms: Number(ms),
    outcome: outcome as Outcome,
    detail,
  }
}
