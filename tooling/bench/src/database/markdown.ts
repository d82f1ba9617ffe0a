import { one, table, whole } from '../api/markdown.ts'
import type { KeyCost } from './alike-keys.ts'
import type { PoolLoad } from './connections.ts'
import type { Cost } from './plans.ts'
import type { DatabaseResults } from './result.ts'

/** Where and when, as one sentence. */
export function databaseProvenance({ commit, date, machine }: DatabaseResults): string {
  const { cpu, cores, memoryGiB, os, node } = machine
  return `Commit ${commit}, ${date}: ${cores} cores (${cpu}), ${memoryGiB} GiB, ${os}, Node ${node}.`
}

/** What each index is worth to the call that it is there for. */
export function indexesMarkdown({ indexes }: DatabaseResults): string {
  const cost = ({ pages, ms, reads }: Cost) => [
    whole(pages),
    ms.toFixed(2),
    reads.map((name) => `\`${name}\``).join(', '),
  ]
  return table(
    ['call', 'index', 'pages', 'ms', 'reads', 'without it: pages', 'ms', 'reads'],
    indexes.rows.map((row) => [row.call, `\`${row.index}\``, ...cost(row.with), ...cost(row.without)]),
  )
}

/** What a claim costs under the constraint. */
export function keysMarkdown({ keys }: DatabaseResults): string {
  const row = ({ hasBucket, areAlike, grown, reindexed, restored }: KeyCost) => [
    `${hasBucket ? 'bucket, resource, time' : 'resource, time'}; ids ${areAlike ? 'alike' : 'random'}`,
    ...[grown, reindexed, restored].map(whole),
  ]
  return table(
    [`key, ${whole(keys.claims)} claims`, 'grown by inserts µs', 'after REINDEX µs', 'restored µs'],
    keys.rows.map(row),
  )
}

/** What so many connections bring. */
export function poolsMarkdown({ pools }: DatabaseResults): string {
  const load = ({ perSecond, p50, p99, cpuUs }: PoolLoad) => [
    whole(perSecond),
    one(p50),
    one(p99),
    whole(cpuUs),
  ]
  return table(
    [
      `connections, ${pools.clients} clients`,
      'the mix: requests/s',
      'p50 ms',
      'p99 ms',
      'CPU µs',
      'create: requests/s',
      'p50 ms',
      'p99 ms',
      'CPU µs',
    ],
    pools.rows.map(({ connections, mix, create }) => [String(connections), ...load(mix), ...load(create)]),
  )
}
