import { parseArgs } from 'node:util'
import type { Size } from './run.ts'

const SEED_MAX = 0xffff_ffff
const LANES_MAX = 8
/** The full sizes promise times too, and so have the machine to themselves. */
const LANES = { quick: 2, full: 1 } as const

export interface Plan {
  readonly size: Size
  /** Ids of scenarios, in the order of the list; all when none is named. */
  readonly ids: readonly string[]
  readonly seed: number
  /** How long a scenario that can be cut short may take; null for its whole size. */
  readonly minutes: number | null
  /** Scenarios that are played at once. */
  readonly lanes: number
  /** Others work on this machine too: times are told and break no promise, and nothing is kept of the run. */
  readonly isSharedMachine: boolean
}

/** What was asked for cannot be done; the message says why. */
export class PlanError extends Error {
  override readonly name = 'PlanError'
}

export const usage =
  'npm run chaos -- [R1 R4 …] [--full] [--seed N] [--minutes N] [--lanes N] [--shared-machine]'

/**
 * Reads `[R1 R4 …] [--full] [--seed N] [--minutes N] [--lanes N] [--shared-machine]`.
 *
 * @param known ids that there are
 * @param randomSeed taken when no seed is given
 * @throws PlanError
 */
export const readPlan = (args: string[], known: readonly string[], randomSeed: number): Plan => {
  const { values, positionals } = parsed(args)
  const unknown = positionals.filter((id) => !known.includes(id.toUpperCase()))
  if (unknown.length > 0)
    throw new PlanError(`There is no ${unknown.join(', ')}. There are ${known.join(', ')}.\n${usage}`)
  const wanted = new Set(positionals.map((id) => id.toUpperCase()))
  const size = values.full ? 'full' : 'quick'
  return {
    size,
    ids: wanted.size === 0 ? known : known.filter((id) => wanted.has(id)),
    seed: values.seed === undefined ? randomSeed : wholeNumber('--seed', values.seed, 0, SEED_MAX),
    minutes: values.minutes === undefined ? null : wholeNumber('--minutes', values.minutes, 1, 10_000),
    lanes: values.lanes === undefined ? LANES[size] : wholeNumber('--lanes', values.lanes, 1, LANES_MAX),
    isSharedMachine: values['shared-machine'] === true,
  }
}

const parsed = (args: string[]) => {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        full: { type: 'boolean' },
        seed: { type: 'string' },
        minutes: { type: 'string' },
        lanes: { type: 'string' },
        'shared-machine': { type: 'boolean' },
      },
    })
  } catch (error) {
    throw new PlanError(`${(error as Error).message}\n${usage}`)
  }
}

const wholeNumber = (name: string, text: string, min: number, max: number): number => {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= min && value <= max) return value
  throw new PlanError(`${name} is a whole number from ${min} to ${max}, not "${text}".\n${usage}`)
}
