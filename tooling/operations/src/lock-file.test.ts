import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { placeOf, textOf } from './repository.ts'

interface Manifest {
  readonly name: string
  readonly version: string
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

const store = placeOf('node_modules/.pnpm')

/** What is installed here, each package as it describes itself. */
const installed = readdirSync(store, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
  .map(({ name }) => {
    const folder = name.replace(/(?<=.)@.*/, '').replace('+', '/')
    const text = readFileSync(path.join(store, name, 'node_modules', folder, 'package.json'), 'utf8')
    return JSON.parse(text) as Manifest
  })

/** Not to be had for every platform in the version that is compared with; nothing but the bench loads it. */
const benchOnly = ['rrule-rust']

// A package manager that adds a dependency on one machine can leave out the programs that other machines run. Such a
// lock file installs there without a word, and what needs them does not start.
test('the lock file has the programs of every platform, whatever machine wrote it', () => {
  const locked = Object.keys((parse(textOf('pnpm-lock.yaml')) as { packages: object }).packages)
  const names = new Set(locked.map((key) => key.replace(/(?<=.)@.*/, '')))
  const native = installed.filter(
    ({ name, optionalDependencies = {} }) =>
      !benchOnly.includes(name) && Object.keys(optionalDependencies).length > 1,
  )
  const missing = native.flatMap(({ name, optionalDependencies = {} }) =>
    Object.keys(optionalDependencies)
      .filter((one) => !names.has(one))
      .map((one) => `${name} needs ${one}`),
  )
  expect(native.map(({ name }) => name)).toEqual(expect.arrayContaining(['rollup', 'turbo', 'esbuild']))
  expect(missing).toEqual([])
})
