import { parseArgs } from 'node:util'
import { type Profile, profileNames, profileOf } from './profiles.ts'
import { Refusal } from './refusal.ts'

/** What is to be done. */
export interface Plan {
  readonly profile: Profile
  /** Also writes figures and a picture to `results`, to be committed. */
  readonly isKept: boolean
}

export const usage = [
  'npm run load-test [-- profile] [options]',
  '',
  `  profiles: ${profileNames.map((name) => name.padEnd(6)).join(' ')}   (full when none is named)`,
  ...profileNames.map((name) => `    ${name.padEnd(7)} ${profileOf(name).purpose}`),
  '  --rate N      requests a second: the highest of stress, the one of soak',
  '  --minutes N   how long peak and soak last',
  '  --keep        write the figures to tooling/load-test/results as well',
].join('\n')

const MINUTES_MAX = 7 * 24 * 60
const RATE_MAX = 100_000

/** @throws Refusal with how to call it */
export function readPlan(args: readonly string[]): Plan {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        rate: { type: 'string' },
        minutes: { type: 'string' },
        keep: { type: 'boolean', default: false },
      },
    })
    const [name = 'full', ...others] = positionals
    const known = profileNames.find((one) => one === name)
    if (known === undefined || others.length > 0)
      throw new RangeError(`There is no profile "${positionals.join(' ')}".`)
    const options = {
      rate: wholeNumber('--rate', values.rate, RATE_MAX),
      minutes: wholeNumber('--minutes', values.minutes, MINUTES_MAX),
    }
    return { profile: profileOf(known, options), isKept: values.keep }
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError)
      throw new Refusal(`${error.message}\n\n${usage}`)
    throw error
  }
}

function wholeNumber(name: string, text: string | undefined, max: number): number | undefined {
  if (text === undefined) return undefined
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= 1 && value <= max) return value
  throw new RangeError(`${name} must be a whole number from 1 to ${max}, and it is "${text}".`)
}
