import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The root of the repository: the nearest folder upwards with a pnpm-workspace.yaml. */
export const root = (() => {
  let folder = path.dirname(fileURLToPath(import.meta.url))
  while (!existsSync(path.join(folder, 'pnpm-workspace.yaml'))) folder = path.dirname(folder)
  return folder
})()

export const resultsFolder = path.join(root, 'tooling/bench/results')
export const coreFolder = path.join(root, 'packages/core')
export const coreReadme = path.join(coreFolder, 'README.md')

/** The results of a bench as they were last written. */
export function readResults<T>(name: string): T {
  return JSON.parse(readFileSync(path.join(resultsFolder, `${name}.json`), 'utf8')) as T
}
