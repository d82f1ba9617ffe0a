import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { BenchOptions } from '../bench-options.ts'
import { withMarkedPart } from '../marked-part.ts'
import { coreReadme, readResults, resultsFolder } from '../repository.ts'
import { measureSizes, type Size } from './measure.ts'

/** What the core's entries and typical imports weigh. */
export async function benchSize(options: Pick<BenchOptions, 'write'>): Promise<void> {
  const sizes = await measureSizes()
  process.stdout.write('\n')
  for (const { name, minifiedBytes, gzipBytes } of sizes) {
    process.stdout.write(`${name.padEnd(36)}${kilobytes(minifiedBytes)} min, ${kilobytes(gzipBytes)} gzip\n`)
  }
  if (!options.write) return
  writeFileSync(path.join(resultsFolder, 'size.json'), `${JSON.stringify(sizes, null, 2)}\n`)
  drawSize()
}

/** The table in the README of the core, from the JSON. */
export function drawSize(): void {
  const readme = readFileSync(coreReadme, 'utf8')
  writeFileSync(coreReadme, withMarkedPart(readme, 'size', sizeMarkdown(readResults<Size[]>('size'))))
}

export function sizeMarkdown(sizes: readonly Size[]): string {
  return [
    '| import | minified | gzip |',
    '| --- | --- | --- |',
    ...sizes.map(
      ({ name, code, minifiedBytes, gzipBytes }) =>
        `| ${name}: \`${code}\` | ${kilobytes(minifiedBytes)} | ${kilobytes(gzipBytes)} |`,
    ),
  ].join('\n')
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`
}
