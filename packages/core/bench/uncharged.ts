/**
 * Finds loops of the core that spend no steps, without a clock: the engine counts how often each block of our code
 * runs, and a call may run no more of them than its steps allow. Prints those that do, one a line.
 * Run from packages/core: npx tsx --conditions=@booking/source bench/uncharged.ts [calls] [seed]
 */
import { Session } from 'node:inspector'
import { CoreError } from '../src/errors.ts'
import { hostileCalls, laboriousCalls } from '../src/hostile-input.ts'
import { IntervalIndex } from '../src/interval-index.ts'
import { countSteps } from '../src/work-budget.ts'

/** A step is about 50 ns, which is as many short blocks as this, with room for those that are shorter still. */
const blocksPerStep = 40
/** What a call may do without a step: read its input and compile its rules. About a millisecond. */
const blocksFree = 600_000

const [count = 400, seed = 1] = process.argv.slice(2).map(Number)
const session = new Session()
session.connect()

interface Coverage {
  readonly result: readonly {
    readonly url: string
    readonly functions: readonly { readonly ranges: readonly { readonly count: number }[] }[]
  }[]
}

function coverage(): Coverage {
  let taken: Coverage = { result: [] }
  session.post('Profiler.takePreciseCoverage', (error, answer) => {
    if (error !== null) throw error
    taken = answer
  })
  return taken
}

/** How many blocks of the core `work` runs. */
function countBlocks(work: () => void): number {
  coverage()
  work()
  const scripts = coverage().result.filter(({ url }) => url.includes('/core/src/'))
  const ranges = scripts.flatMap(({ functions }) => functions.flatMap((one) => one.ranges))
  return ranges.reduce((sum, range) => sum + range.count, 0)
}

function answeredOrRefused(call: () => unknown): void {
  try {
    call()
  } catch (error) {
    if (!(error instanceof CoreError)) throw error
  }
}

session.post('Profiler.enable')
session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })

const known = Float64Array.from({ length: 100_000 }, (_, i) => i)
const blocks = countBlocks(
  () =>
    new IntervalIndex(
      known,
      known.map((start) => start + 1),
    ),
)
process.stdout.write(`100000 intervals: ${blocks} blocks\n`)
for (const { name, call } of [...laboriousCalls(), ...hostileCalls(seed, count)]) {
  let steps = 0
  const ran = countBlocks(() => {
    steps = countSteps(() => answeredOrRefused(call))
  })
  if (ran > blocksFree + blocksPerStep * steps) {
    process.stdout.write(`uncharged: ${ran} blocks, ${Math.round(steps)} steps: ${name.slice(0, 300)}\n`)
  }
}
