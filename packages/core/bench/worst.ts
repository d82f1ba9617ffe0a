/**
 * The longest times the core blocks for: seeded adversarial calls, each once, and the worst of them again in a fresh
 * process, where nothing is compiled and no zone is known. How fast the machine is at that moment is told beside them.
 * Run from packages/core: npx tsx --conditions=@booking/source bench/worst.ts [calls] [seed]
 */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { CoreError } from '../src/errors.ts'
import { type HostileCall, hostileCalls } from '../src/hostile-input.ts'

const [count = 20_000, seed = 1, only = -1] = process.argv.slice(2).map(Number)

/**
 * Milliseconds that one call blocks for, and how it ended: the time that passed or the CPU time of the process, whichever
 * is less. Other programs are in the first, the threads that compile and collect garbage beside us in the second.
 */
function timed({ call }: HostileCall): { readonly ms: number; readonly ended: string } {
  const before = process.cpuUsage()
  const begun = performance.now()
  let ended = 'answered'
  try {
    call()
  } catch (error) {
    ended = error instanceof CoreError ? error.code : String(error)
  }
  const passed = performance.now() - begun
  const { user, system } = process.cpuUsage(before)
  return { ms: Math.min(passed, (user + system) / 1000), ended }
}

const calls = hostileCalls(seed, count)
/** Calls that only read what they are given. */
const readers = /^(parse|asWall|asInstant|zoneOf|isZone)/

interface Result {
  readonly index: number
  readonly name: string
  readonly ms: number
  readonly ended: string
}

if (only >= 0) {
  process.stdout.write(String(timed(calls[only] as HostileCall).ms))
} else {
  const results = calls.map((call, index) => ({ index, name: call.name, ...timed(call) }))
  const ends = new Map<string, number>()
  for (const { ended } of results) ends.set(ended, (ends.get(ended) ?? 0) + 1)
  process.stdout.write(`${count} calls: ${JSON.stringify(Object.fromEntries(ends))}\n`)
  process.stdout.write(`A hundred million additions take ${yardstick().toFixed(0)} ms here and now.\n`)
  for (const result of worstOf(results, 25)) process.stdout.write(`${described(result)}\n`)
  process.stdout.write('Bad text and numbers, refused:\n')
  const refused = results.filter(({ name, ended }) => readers.test(name) && ended !== 'answered')
  for (const result of worstOf(refused, 5)) process.stdout.write(`${described(result)}\n`)
}

/** Milliseconds of a loop whose time everybody knows. */
function yardstick(): number {
  const begun = performance.now()
  let sum = 0
  for (let i = 0; i < 1e8; i++) sum += i
  return sum > 0 ? performance.now() - begun : 0
}

function worstOf(results: readonly Result[], countMax: number): Result[] {
  return results.toSorted((a, b) => b.ms - a.ms).slice(0, countMax)
}

/** The first time, the best of three more in this process, and the first time of all in a process of its own. */
function described({ index, name, ms, ended }: Result): string {
  const call = calls[index] as HostileCall
  const again = Math.min(timed(call).ms, timed(call).ms, timed(call).ms)
  const script = fileURLToPath(import.meta.url)
  const argv = [...process.execArgv, script, String(count), String(seed), String(index)]
  const cold = Number(execFileSync(process.execPath, argv, { encoding: 'utf8' }))
  return `${ms.toFixed(1)} ms, again ${again.toFixed(1)}, cold ${cold.toFixed(1)}, ${ended}: ${name.slice(0, 220)}`
}
