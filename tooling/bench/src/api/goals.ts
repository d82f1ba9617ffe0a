import type { ApiResults, EndpointResult } from './result.ts'
import type { OperationName } from './shots.ts'

/** A goal with what was measured. */
export interface Goal {
  /** P1 to P10; several lines may belong to one. */
  readonly id: string
  readonly text: string
  readonly limit: number
  readonly isAtLeast: boolean
  readonly unit: '×' | '%' | 'ms' | 'MB' | 'pages' | 'rows'
  readonly value: number
}

export const isMet = ({ value, limit, isAtLeast }: Goal): boolean =>
  isAtLeast ? value >= limit : value <= limit

export const endpointOf = ({ endpoints }: ApiResults, name: OperationName): EndpointResult =>
  endpoints.find((endpoint) => endpoint.name === name)!

/** Every goal that these results can answer. Those of the core (P8, P9) stand with the core's own figures. */
export function goalsOf(results: ApiResults): Goal[] {
  return [...againstComparison(results), ...ofDatabase(results), ...ofService(results)]
}

const least = (id: string, text: string, limit: number, unit: Goal['unit'], value: number): Goal => ({
  id,
  text,
  limit,
  isAtLeast: true,
  unit,
  value,
})

const most = (id: string, text: string, limit: number, unit: Goal['unit'], value: number): Goal => ({
  ...least(id, text, limit, unit, value),
  isAtLeast: false,
})

function againstComparison(results: ApiResults): Goal[] {
  const { mix, floor } = results
  const create = endpointOf(results, 'create')
  const recurring = endpointOf(results, 'recurring (12)')
  return [
    least(
      'P1',
      'the mix, requests/s of the comparison',
      4,
      '×',
      mix.ours.perSecond / mix.comparison.perSecond,
    ),
    most(
      'P1',
      'the mix, CPU a request of the comparison',
      20,
      '%',
      (100 * mix.ours.serverUs) / mix.comparison.serverUs,
    ),
    least(
      'P2',
      'create, requests/s of the comparison',
      4,
      '×',
      create.ours.perSecond / create.comparison.perSecond,
    ),
    least(
      'P2',
      'create, rate of the bare transaction',
      30,
      '%',
      (100 * create.ours.perSecond) / floor.write.perSecond,
    ),
    most('P2', 'create, p95 of the comparison', 33.4, '%', (100 * create.ours.p95) / create.comparison.p95),
    most('P2', 'create, p99 of the comparison', 33.4, '%', (100 * create.ours.p99) / create.comparison.p99),
    least(
      'P3',
      'recurring (12), requests/s of the comparison',
      5,
      '×',
      recurring.ours.perSecond / recurring.comparison.perSecond,
    ),
  ]
}

function ofDatabase({ statements, byClaims }: ApiResults): Goal[] {
  const frees = byClaims.map(({ free }) => free)
  const flatness = Math.max(...frees) / Math.min(...frees)
  const { lookUp, free, bulk, hundredChecks, create, refused, recurring12, recurring1000, deadRows } =
    statements
  return [
    most('P3', '12 rows, database CPU of one', 3.5, '×', recurring12 / create),
    most('P3', '1,000 occurrences, database CPU', 60, 'ms', recurring1000 / 1000),
    most('P4', 'one check, database CPU of a look-up by key', 2.5, '×', free / lookUp),
    most('P4', 'one check, pages touched', 6, 'pages', Math.max(...byClaims.map(({ buffers }) => buffers))),
    most('P4', 'one check, from the fewest claims to the most', 1.5, '×', flatness),
    most('P5', 'bulk of 100, database CPU of one check', 8, '×', bulk / free),
    most('P5', 'bulk of 100, database CPU of 100 checks', 25, '%', (100 * bulk) / hundredChecks),
    most('P7', '409, database CPU of a booking', 100, '%', (100 * refused) / create),
    most('P7', 'dead rows left by refusals', 0, 'rows', deadRows),
  ]
}

function ofService({ live, me, pace, resting }: ApiResults): Goal[] {
  return [
    least(
      'P4',
      'token, limits and headers, rate of liveness',
      60,
      '%',
      (100 * me.perSecond) / live.perSecond,
    ),
    most('P6', 'the mix at 60 %, p99 of p50', 5, '×', pace.p99 / pace.p50),
    most('P6', 'the mix at 60 %, slowest request', 1_000, 'ms', pace.max),
    most('P10', 'API at rest', 120, 'MB', resting.api),
    most('P10', 'worker at rest', 120, 'MB', resting.worker),
  ]
}
