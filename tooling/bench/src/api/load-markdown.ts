import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../repository.ts'
import { one, table, whole } from './markdown.ts'
import type { ApiResults } from './result.ts'

/** What is read here of a load test that was kept (`npm run load-test -- <profile> --keep`). */
export interface KeptLoad {
  readonly profile: { readonly name: string }
  readonly startedAt: string
  readonly seconds: number
  readonly setting: { readonly commit: string }
  readonly totals: {
    readonly requests: number
    readonly rate: number
    readonly latency: {
      readonly p50: number
      readonly p95: number
      readonly p99: number
      readonly max: number
    }
    readonly errors: number
    readonly wrong: number
  }
  readonly proof: { readonly doubleBookings: number | null }
  /** Of an open loop: the highest rate that was held, and its p99 in ms. */
  readonly knee?: { readonly rate: number; readonly p99: number } | null
  readonly load: readonly {
    readonly part: string
    readonly restBytes: number | null
    readonly maxBytes: number
    readonly endBytes: number
  }[]
}

const fileOf = (profile: string): string => path.join(root, `tooling/load-test/results/${profile}.json`)

export const readKeptLoad = (profile: string): KeptLoad =>
  JSON.parse(readFileSync(fileOf(profile), 'utf8')) as KeptLoad

/** Those that were kept, of the profiles there are. */
export const readKeptLoads = (): KeptLoad[] =>
  ['smoke', 'short', 'full', 'peak', 'stress', 'soak']
    .filter((profile) => existsSync(fileOf(profile)))
    .map(readKeptLoad)

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`

/** Memory of each process before, in and after a load test, for the README. */
export function memoryMarkdown(
  { resting }: Pick<ApiResults, 'resting'>,
  { profile, startedAt, seconds, setting, load }: KeptLoad,
): string {
  // What has no rest began with the run: the load generator.
  const parts = load.filter(({ restBytes }) => restBytes !== null)
  const sum = (read: (part: KeptLoad['load'][number]) => number) =>
    megabytes(parts.reduce((total, part) => total + read(part), 0))
  return [
    table(
      ['memory (RSS)', 'before', 'most, under load', 'at the end'],
      [
        ...parts.map(({ part, restBytes, maxBytes, endBytes }) => [
          part,
          ...[restBytes!, maxBytes, endBytes].map(megabytes),
        ]),
        [
          'all of it',
          sum(({ restBytes }) => restBytes!),
          sum(({ maxBytes }) => maxBytes),
          sum(({ endBytes }) => endBytes),
        ],
        ['what the first description of the system reckons with', '512 MB', '1,200 MB', ''],
      ],
    ),
    '',
    `\`npm run load-test -- ${profile.name} --keep\`, ${Math.round(seconds / 60)} minutes, commit ${setting.commit}, ${startedAt.slice(0, 10)}. ` +
      `Half a minute after its start an API process that nobody asks has ${whole(resting.api)} MB, a worker ${whole(resting.worker)} MB.`,
  ].join('\n')
}

/** The runs that were kept, for docs/load-testing.md. */
export function loadMarkdown(loads: readonly KeptLoad[]): string {
  const row = ({ profile, startedAt, seconds, setting, totals, proof, load }: KeptLoad) => {
    const api = load.find(({ part }) => part === 'api')
    const memory = api === undefined ? [] : [api.restBytes ?? 0, api.maxBytes, api.endBytes]
    return [
      profile.name,
      `${Math.round(seconds / 60)} min`,
      whole(totals.requests),
      one(totals.rate),
      [totals.latency.p50, totals.latency.p95, totals.latency.p99, totals.latency.max].map(one).join(' / '),
      whole(totals.errors),
      whole(totals.wrong),
      proof.doubleBookings === null ? '' : whole(proof.doubleBookings),
      memory.map((bytes) => whole(bytes / 1e6)).join(' / '),
      `${startedAt.slice(0, 10)}, ${setting.commit}`,
    ]
  }
  const runs = table(
    [
      'profile',
      'time',
      'requests',
      'a second',
      'p50 / p95 / p99 / max ms',
      'errors',
      'untrue answers',
      'double bookings',
      'API: MB before / most / at the end',
      'when',
    ],
    loads.map(row),
  )
  const knee = loads.find(({ profile }) => profile.name === 'stress')?.knee
  if (!knee) return runs
  const held = `\`stress\` was held up to ${whole(knee.rate)} requests a second (p99 ${whole(knee.p99)} ms).`
  return `${runs}\n\n${held}`
}
