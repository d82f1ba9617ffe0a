import { readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../repository.ts'
import { table, whole } from './markdown.ts'
import type { ApiResults } from './result.ts'

/** What is read here of a load test that was kept (`npm run load-test -- short --keep`). */
export interface KeptLoad {
  readonly profile: { readonly name: string }
  readonly startedAt: string
  readonly seconds: number
  readonly setting: { readonly commit: string }
  readonly load: readonly {
    readonly part: string
    readonly restBytes: number | null
    readonly maxBytes: number
    readonly endBytes: number
  }[]
}

export const readKeptLoad = (): KeptLoad =>
  JSON.parse(readFileSync(path.join(root, 'tooling/load-test/results/short.json'), 'utf8')) as KeptLoad

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
