import { one, table, whole } from '../api/markdown.ts'
import { places } from './places.ts'
import type { OperationProfile } from './profile-server.ts'
import type { ProfileResults } from './result.ts'

const titleOf = (name: string): string => (name === 'mix' ? 'the mix' : name)

/** Where and when, and how far the samples can be trusted, as one sentence. */
export function profileProvenance({ commit, date, machine, rounds, operations }: ProfileResults): string {
  const { cpu, cores, memoryGiB, os, node } = machine
  const waits = operations.map(({ waited }) => Math.round(100 * waited))
  const samples = operations.map((operation) => operation.samples)
  return (
    `Commit ${commit}, ${date}: ${cores} cores (${cpu}), ${memoryGiB} GiB, ${os}, Node ${node}; ${rounds} rounds, ` +
    `${whole(Math.min(...samples))} to ${whole(Math.max(...samples))} samples an operation. The profiled thread had to wait ` +
    `for its core ${Math.min(...waits)} to ${Math.max(...waits)} % of its time.`
  )
}

/** Microseconds of CPU a request, by place. */
export function placesMarkdown({ operations }: ProfileResults): string {
  const row = (name: string, read: (operation: OperationProfile) => number) => [
    name,
    ...operations.map((operation) => one(read(operation))),
  ]
  return table(
    ['CPU µs a request', ...operations.map(({ name }) => titleOf(name))],
    [
      ...places.map((place, at) => row(place, (operation) => operation.places[at]!.us)),
      row('reading sockets, waking up, HTTP heads: what V8 does not see', ({ outsideUs }) => outsideUs),
      row(
        "other threads: the collector's, the compiler's, writing the log",
        ({ otherThreadsUs }) => otherThreadsUs,
      ),
      row('**our server**', ({ serverUs }) => serverUs),
      row('**PostgreSQL**', ({ databaseUs }) => databaseUs),
    ],
  )
}

/** The functions that cost most by themselves. */
export function functionsMarkdown({ operations }: ProfileResults): string {
  return table(
    ['function, and where it is written', 'CPU µs a request', 'of our server'],
    operations.flatMap(({ name, functions, serverUs }) =>
      functions.map(({ name: called, source, us }) => [
        `${titleOf(name)}: \`${called}\`, ${source.file}:${source.line}`,
        one(us),
        `${one((100 * us) / serverUs)} %`,
      ]),
    ),
  )
}

/** What a request asks of PostgreSQL. */
export function askedMarkdown({ asked, operations }: ProfileResults): string {
  return table(
    [
      'one request alone',
      'statements',
      'round trips',
      'PostgreSQL µs',
      'µs a statement',
      'under load: PostgreSQL µs',
    ],
    asked.map(({ name, statements, roundTrips, us }, at) => [
      titleOf(name),
      one(statements),
      one(roundTrips),
      whole(us),
      whole(us / statements),
      whole(operations[at]!.databaseUs),
    ]),
  )
}

/** What the rows of a booking cost, step by step. */
export function createRowsMarkdown({ createRows }: ProfileResults): string {
  const { bookings, rows } = createRows
  return table(
    [`a booking among ${whole(bookings)}`, 'PostgreSQL µs', 'of which this µs'],
    rows.map(({ added, us }, at) => [
      at === 0 ? added : `+ ${added}`,
      whole(us),
      whole(us - (rows[at - 1]?.us ?? 0)),
    ]),
  )
}
