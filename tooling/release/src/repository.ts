import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { ReleaseError } from './release-error.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** A file's place on disk. @param file relative to the repository */
export const placeOf = (file: string): string => path.join(root, file)

/** The text of a file of the repository. */
export const textOf = (file: string): string => readFileSync(placeOf(file), 'utf8')

/** Every package.json of ours, the repository's own first. */
export const packageFiles = (): string[] => [
  'package.json',
  ...['packages', 'apps', 'tooling'].flatMap((group) =>
    readdirSync(placeOf(group))
      .map((name) => `${group}/${name}/package.json`)
      .filter((file) => existsSync(placeOf(file))),
  ),
]

/** Runs a command in the repository, its output shown. @throws ReleaseError when it fails */
export const mustRun = (command: string, ...args: string[]): void => {
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' })
  if (status !== 0) throw new ReleaseError(`"${[command, ...args].join(' ')}" failed.`)
}

/** What a command says, trimmed, with its exit code; `null` when it could not be run. */
export const ask = (command: string, ...args: string[]): { code: number | null; said: string } => {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8' })
  return { code: status, said: `${stdout ?? ''}${stderr ?? ''}`.trim() }
}
