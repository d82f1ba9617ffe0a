import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Outcome } from './outcome.ts'
import type { Size } from './run.ts'
import type { Setting } from './setting.ts'

/** The last result of a scenario in a size. */
export interface Result extends Outcome {
  /** The day it came about, as `2027-01-18`. */
  readonly date: string
  readonly setting: Setting
}

export type Results = Readonly<Record<string, Result>>

const fileOf = (size: Size): string => fileURLToPath(new URL(`../results/${size}.json`, import.meta.url))

/** The last result of each scenario, by its id. */
export const readResults = (size: Size): Results => {
  const file = fileOf(size)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Results) : {}
}

/** Puts outcomes in the place of earlier ones; a scenario that was not played keeps its own. */
export const writeResults = (size: Size, outcomes: readonly Outcome[], setting: Setting): void => {
  const date = new Date().toISOString().slice(0, 10)
  const fresh = outcomes
    .filter(({ verdict }) => verdict !== 'skipped')
    .map((outcome): [string, Result] => [outcome.id, { ...outcome, date, setting }])
  const all = Object.entries({ ...readResults(size), ...Object.fromEntries(fresh) })
  const sorted = all.sort(([a], [b]) => Number(a.slice(1)) - Number(b.slice(1)))
  mkdirSync(fileURLToPath(new URL('../results', import.meta.url)), { recursive: true })
  writeFileSync(fileOf(size), `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`)
}
