/** `npm run bench -- [core|size] [--quick] [--write] [--draw]` */
import { benchCore, drawCore } from './core/bench.ts'
import { benchSize, drawSize } from './size/bench.ts'

interface Bench {
  readonly run: (options: { readonly quick: boolean; readonly write: boolean }) => Promise<void>
  readonly draw: () => void
}

const benches: Readonly<Record<string, Bench>> = {
  core: { run: benchCore, draw: drawCore },
  size: { run: benchSize, draw: drawSize },
}

const words = process.argv.slice(2)
const names = words.filter((word) => !word.startsWith('-'))
const flags = words.filter((word) => word.startsWith('-'))
const unknown = [
  ...names.filter((name) => !Object.hasOwn(benches, name)),
  ...flags.filter((flag) => !['--quick', '--write', '--draw'].includes(flag)),
]

if (unknown.length > 0 || (flags.includes('--quick') && flags.includes('--write'))) {
  process.stderr.write(
    [
      'npm run bench -- [name] [--quick | --write | --draw]',
      `  names: ${Object.keys(benches).join(', ')}; all of them without a name`,
      '  --quick  few cases, rough figures',
      '  --write  keep the figures in tooling/bench/results and write tables and pictures from them',
      '  --draw   write tables and pictures from the figures that are kept',
      '',
    ].join('\n'),
  )
  process.exitCode = 2
} else {
  for (const name of names.length > 0 ? names : Object.keys(benches)) {
    const bench = benches[name]!
    if (flags.includes('--draw')) bench.draw()
    else await bench.run({ quick: flags.includes('--quick'), write: flags.includes('--write') })
  }
}
