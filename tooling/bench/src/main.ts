/** `npm run bench -- [api|core|database|profile|size] [--quick | --full] [--write] [--draw]` */
import { benchApi, drawApi } from './api/bench.ts'
import type { BenchOptions } from './bench-options.ts'
import { benchCore, drawCore } from './core/bench.ts'
import { benchDatabase, drawDatabase } from './database/bench.ts'
import { benchProfile, drawProfile } from './profile/bench.ts'
import { benchSize, drawSize } from './size/bench.ts'

interface Bench {
  readonly run: (options: BenchOptions) => Promise<void>
  readonly draw: () => void
}

const benches: Readonly<Record<string, Bench>> = {
  api: { run: benchApi, draw: drawApi },
  core: { run: benchCore, draw: drawCore },
  database: { run: benchDatabase, draw: drawDatabase },
  profile: { run: benchProfile, draw: drawProfile },
  size: { run: benchSize, draw: drawSize },
}

const words = process.argv.slice(2)
const names = words.filter((word) => !word.startsWith('-'))
const flags = words.filter((word) => word.startsWith('-'))
const unknown = [
  ...names.filter((name) => !Object.hasOwn(benches, name)),
  ...flags.filter((flag) => !['--quick', '--full', '--write', '--draw'].includes(flag)),
]

if (unknown.length > 0 || (flags.includes('--quick') && flags.includes('--write'))) {
  process.stderr.write(
    [
      'npm run bench -- [name] [--quick | --full] [--write | --draw]',
      `  names: ${Object.keys(benches).join(', ')}; all of them without a name`,
      '  --quick  few cases, rough figures',
      '  --full   what takes long as well: 5,000,000 stored claims, keys of 1,000,000',
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
    else {
      await bench.run({
        quick: flags.includes('--quick'),
        write: flags.includes('--write'),
        full: flags.includes('--full'),
      })
    }
  }
}
