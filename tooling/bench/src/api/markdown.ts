import type { ClaimsPoint } from './claims-curve.ts'
import { endpointOf, type Goal, goalsOf, isMet } from './goals.ts'
import type { ApiResults, EndpointResult } from './result.ts'

export const whole = (value: number): string => Math.round(value).toLocaleString('en-US')
export const one = (value: number): string => value.toFixed(1)
const times = (value: number): string => `${value < 10 ? one(value) : whole(value)} ×`

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map((_, at) => (at === 0 ? '---' : '---:')), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')

/** Where and when, as one sentence. */
export function provenance({ commit, date, machine, loadAverage, rounds }: ApiResults): string {
  const { cpu, cores, memoryGiB, os, node } = machine
  return (
    `Commit ${commit}, ${date}: ${cores} cores (${cpu}), ${memoryGiB} GiB, ${os}, Node ${node}; middle of ${rounds} rounds. ` +
    `The machine was shared: its load average went from ${one(loadAverage.before)} to ${one(loadAverage.after)}. ` +
    'Rates and times say little for themselves; ratios within the run do, to within the spread of its rounds.'
  )
}

/** The table for the README: the mix, and every operation, won or lost. */
export function readmeMarkdown(results: ApiResults): string {
  const { mix, endpoints, mixClients, clients } = results
  const row = (name: string, { ours, comparison }: Pick<EndpointResult, 'ours' | 'comparison'>) => [
    name,
    whole(ours.perSecond),
    whole(comparison.perSecond),
    times(ours.perSecond / comparison.perSecond),
    `${one(ours.p95)} ms`,
    `${one(comparison.p95)} ms`,
    times(comparison.serverUs / ours.serverUs),
  ]
  return [
    table(
      [
        '',
        'requests/s',
        'Express + Sequelize',
        'ratio',
        'p95',
        'Express + Sequelize',
        'server CPU, theirs of ours',
      ],
      [
        row(`the document's load test, ${mixClients} clients`, mix),
        ...endpoints.map((endpoint) => row(`${endpoint.name}, ${clients} clients`, endpoint)),
      ],
    ),
    '',
    provenance(results),
  ].join('\n')
}

/** All operations with the machine's own limits. */
export function endpointsMarkdown(results: ApiResults): string {
  const { floor, live, me } = results
  const ofOperation = ({ name, ours, comparison }: EndpointResult) => [
    name,
    whole(ours.perSecond),
    `${one(ours.p50)} / ${one(ours.p95)} / ${one(ours.p99)}`,
    whole(ours.serverUs),
    whole(ours.databaseUs),
    `${Math.round(ours.spread * 100)} %`,
    whole(comparison.perSecond),
    whole(comparison.serverUs),
    whole(comparison.databaseUs),
    times(ours.perSecond / comparison.perSecond),
  ]
  const alone = (name: string, figure: ApiResults['live']) => [
    name,
    whole(figure.perSecond),
    `${one(figure.p50)} / ${one(figure.p95)} / ${one(figure.p99)}`,
    whole(figure.serverUs),
    whole(figure.databaseUs),
    `${Math.round(figure.spread * 100)} %`,
    '',
    '',
    '',
    '',
  ]
  const bare = (name: string, { perSecond, databaseUs }: ApiResults['floor']['read']) => [
    name,
    whole(perSecond),
    '',
    '',
    whole(databaseUs),
    '',
    '',
    '',
    '',
    '',
  ]
  return table(
    [
      'operation',
      'requests/s',
      'p50 / p95 / p99 ms',
      'server µs',
      'PostgreSQL µs',
      'spread',
      'comparison: requests/s',
      'server µs',
      'PostgreSQL µs',
      'ratio',
    ],
    [
      alone('limit: bare Hono, GET', floor.echoGet),
      alone('limit: bare Hono, POST echo', floor.echoPost),
      bare(`limit: ${floor.tool}, the rows of a booking`, floor.write),
      bare(`limit: ${floor.tool}, a row by its key`, floor.read),
      alone('liveness', live),
      alone('who asks (token, limits, no database)', me),
      ...results.endpoints.map(ofOperation),
      ofOperation({ name: `the mix, ${results.mixClients} clients` as 'create', ...results.mix }),
    ],
  )
}

export function goalsMarkdown(results: ApiResults): string {
  const value = ({ unit, value }: Pick<Goal, 'unit' | 'value'>) =>
    unit === '×'
      ? `${value.toFixed(2)} ×`
      : `${unit === 'pages' || unit === 'rows' ? whole(value) : one(value)} ${unit}`
  return table(
    ['goal', 'what', 'limit', 'measured', ''],
    goalsOf(results).map((goal) => [
      goal.id,
      goal.text,
      `${goal.isAtLeast ? 'at least' : 'at most'} ${goal.unit === '×' ? `${goal.limit} ×` : `${Math.round(goal.limit)} ${goal.unit}`}`,
      value(goal),
      isMet(goal) ? 'met' : '**not met**',
    ]),
  )
}

/**
 * What a goal against the comparison leaves for our server on shared cores: there the rate is what the CPU of server and
 * database together allows, so to be n times as fast is to cost an n-th in all.
 */
export function shareMarkdown(results: ApiResults): string {
  const { floor, mix, me } = results
  const row = (
    name: string,
    atLeast: number,
    { ours, comparison }: Pick<EndpointResult, 'ours' | 'comparison'>,
  ) => {
    const theirs = comparison.serverUs + comparison.databaseUs
    const left = theirs / atLeast - ours.databaseUs
    return [
      name,
      `${atLeast} ×`,
      ...[theirs, theirs / atLeast, ours.databaseUs, left, ours.serverUs].map(whole),
    ]
  }
  return [
    table(
      [
        '',
        'goal',
        'comparison in all µs',
        'so ours in all µs',
        'our PostgreSQL µs',
        'left for our server µs',
        'our server µs',
      ],
      [
        row('the mix', 4, mix),
        row('create', 4, endpointOf(results, 'create')),
        row('recurring (12)', 5, endpointOf(results, 'recurring (12)')),
      ],
    ),
    '',
    `For scale: a bare Hono that echoes a booking takes ${whole(floor.echoPost.serverUs)} µs, our server without a database ` +
      `(token, limits, headers, log) ${whole(me.serverUs)} µs, and PostgreSQL ${whole(floor.write.databaseUs)} µs for the bare ` +
      'rows of a booking.',
  ].join('\n')
}

/** What one thing costs PostgreSQL alone, and how that grows with what is stored. */
export function databaseMarkdown({ byClaims, statements }: ApiResults): string {
  const point = ({ claims, megabytes, lookUp, free, taken, create, buffers }: ClaimsPoint) =>
    [claims, megabytes, lookUp, free, taken, create, buffers].map(whole)
  return [
    table(
      [
        'stored claims',
        'MB with indexes',
        'look-up by key µs',
        'free time µs',
        'taken time µs',
        'create µs',
        'pages of a free time',
      ],
      byClaims.map(point),
    ),
    '',
    table(
      ['over one connection', 'PostgreSQL µs'],
      [
        ['a row by its key', whole(statements.lookUp)],
        ['check of a free time', whole(statements.free)],
        ['check of a taken time', whole(statements.taken)],
        ['bulk of 100', whole(statements.bulk)],
        ['100 checks', whole(statements.hundredChecks)],
        ['create', whole(statements.create)],
        ['create, refused', whole(statements.refused)],
        ['recurring, 12 occurrences', whole(statements.recurring12)],
        ['recurring, 1,000 occurrences', whole(statements.recurring1000)],
      ],
    ),
  ].join('\n')
}

/** What the rows of a long series cost, key by key. */
export function seriesRowsMarkdown({ seriesRows }: ApiResults): string {
  const { occurrences, claims, rows } = seriesRows
  return table(
    [`${whole(occurrences)} rows among ${whole(claims)}`, 'PostgreSQL ms', 'of which this ms'],
    rows.map(({ added, ms }, at) => [
      at === 0 ? added : `+ ${added}`,
      one(ms),
      one(ms - (rows[at - 1]?.ms ?? 0)),
    ]),
  )
}

/** The mix by clients and by processes, at a steady pace, and bookings of one room. */
export function curvesMarkdown({ byClients, byProcesses, pace, hot }: ApiResults): string {
  const row = (name: string, { perSecond, p50, p95, p99, max, serverUs, databaseUs }: typeof pace) => [
    name,
    whole(perSecond),
    one(p50),
    one(p95),
    one(p99),
    one(max),
    whole(serverUs),
    whole(databaseUs),
  ]
  const figures = (rows: { readonly size: number }[], unit: string) =>
    rows.map((point) => row(`${point.size} ${unit}`, { ...pace, ...point }))
  return table(
    ['the mix', 'requests/s', 'p50 ms', 'p95 ms', 'p99 ms', 'max ms', 'server µs', 'PostgreSQL µs'],
    [
      ...figures([...byClients], 'clients, 1 process'),
      ...figures([...byProcesses], 'processes, 64 clients'),
      row(`open loop, ${whole(pace.askedPerSecond)} requests/s asked for`, pace),
      row('create, all on one room', { ...pace, ...hot.different }),
      row('create, four want the same time of one room', { ...pace, ...hot.same }),
    ],
  )
}
