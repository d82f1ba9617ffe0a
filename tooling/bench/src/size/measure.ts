import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { coreFolder } from '../repository.ts'

/** What one import costs a browser: minified, without source maps, dependencies and polyfill included. */
export interface Size {
  readonly name: string
  readonly code: string
  readonly minifiedBytes: number
  readonly gzipBytes: number
}

/** A whole entry, or what a program typically takes from it. */
const imports: readonly Pick<Size, 'name' | 'code'>[] = [
  { name: 'everything', code: "export * from '@booking/core'" },
  {
    name: 'rules and occurrences',
    code: "export { createRecurrence, parseRule, parseWall, zoneOf } from '@booking/core'",
  },
  {
    name: 'series against series',
    code: "export { firstSeriesClash, parseRule, parseWall, prepareSeries, zoneOf } from '@booking/core'",
  },
  { name: 'intervals only', code: "export { IntervalIndex } from '@booking/core'" },
  { name: 'the rrule bridge, rrule included', code: "export * from '@booking/core/rrule'" },
]

export interface Bundle {
  readonly text: string
  /** The files whose code is in the bundle, from the folder of the core. */
  readonly sources: readonly string[]
}

/** Bundles a piece of code for a browser as a tool that shakes trees does. */
export async function bundleOf(code: string): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: coreFolder, loader: 'ts' },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    conditions: ['@booking/source'],
    absWorkingDir: coreFolder,
    metafile: true,
    logLevel: 'silent',
  })
  const [output] = Object.values(metafile.outputs)
  const sources = Object.entries(output!.inputs).flatMap(([file, { bytesInOutput }]) =>
    bytesInOutput > 0 ? [file] : [],
  )
  return { text: outputFiles[0]!.text, sources }
}

export function measureSizes(): Promise<Size[]> {
  return Promise.all(
    imports.map(async ({ name, code }) => {
      const { text } = await bundleOf(code)
      return {
        name,
        code,
        minifiedBytes: Buffer.byteLength(text),
        gzipBytes: gzipSync(text, { level: 9 }).length,
      }
    }),
  )
}
