import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const entry = fileURLToPath(new URL('../src/index.ts', import.meta.url))

/** The client as one minified script that a page can load, with what it is made of. */
export interface BrowserBundle {
  /** Defines `bookingClient`, which holds every export. */
  readonly script: string
  /** Files that are in it. */
  readonly inputs: readonly string[]
  readonly bytes: { readonly minified: number; readonly gzip: number; readonly brotli: number }
}

/** Bundles the client as an application does that uses all of it. */
export async function bundleForBrowser(): Promise<BrowserBundle> {
  const { outputFiles, metafile } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: 'iife',
    globalName: 'bookingClient',
    platform: 'browser',
    target: 'es2022',
    write: false,
    metafile: true,
  })
  const script = outputFiles[0]!.text
  return {
    script,
    inputs: Object.keys(metafile.inputs),
    bytes: {
      minified: Buffer.byteLength(script),
      gzip: gzipSync(script).length,
      brotli: brotliCompressSync(script).length,
    },
  }
}
