import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { migrate, seedDemo } from '@booking/storage'
import type { Steps } from '../bin/steps.mjs'
import { makeFirstAdmin } from './first-admin.ts'
import { start } from './start.ts'
import { watchSources } from './watch-sources.ts'

export interface NpmStartOptions {
  readonly root: string
  readonly port: number
  readonly steps: Steps
  /** Run the sources themselves, and restart when they change (`npm run dev`). */
  readonly watch: boolean
  /** The parent to end with, when npm started us; see `StartOptions`. */
  readonly parentPid: number | undefined
}

/**
 * `npm start` and `npm run dev`, after everything is installed and built.
 * @returns the exit code
 */
export function npmStart({ root, port, steps, watch, parentPid }: NpmStartOptions): Promise<number> {
  const execArgv = watch ? sourceFlags(root) : []
  const entry = (app: string) => path.join(root, 'apps', app, watch ? 'src/main.ts' : 'dist/main.js')
  return start({
    root,
    port,
    steps,
    environment: process.env,
    programs: [
      { title: 'worker', entry: entry('worker'), execArgv },
      { title: 'API', entry: entry('api'), execArgv },
    ],
    migrate,
    seedDemo,
    makeFirstAdmin,
    ...(parentPid !== undefined && { parentPid }),
    ...(watch && { openWatch: () => watchSources(sourceFolders(root)) }),
  })
}

/** Flags with which Node runs TypeScript, and takes our packages as they are written. */
function sourceFlags(root: string): string[] {
  const tsx = createRequire(path.join(root, 'package.json')).resolve('tsx')
  return ['--conditions=@booking/source', `--import=${pathToFileURL(tsx).href}`]
}

function sourceFolders(root: string): string[] {
  return ['packages', 'apps']
    .flatMap((group) =>
      readdirSync(path.join(root, group)).map((name) => path.join(root, group, name, 'src')),
    )
    .filter((folder) => existsSync(folder))
}
