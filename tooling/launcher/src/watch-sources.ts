import { type FSWatcher, watch } from 'node:fs'

/** Editors save in several steps; what comes within this time is one change. */
const QUIET_MS = 200

export interface SourceWatch {
  /** Resolves when sources have changed since the last call. */
  next(): Promise<void>
  close(): void
}

/** Watches folders and all below them for changed TypeScript files; tests do not count. */
export function watchSources(folders: readonly string[]): SourceWatch {
  let changed = false
  let tell = () => {}
  let timer: NodeJS.Timeout | undefined
  const onChange = (_event: string, name: string | null) => {
    if (name === null || !name.endsWith('.ts') || name.endsWith('.test.ts')) return
    clearTimeout(timer)
    timer = setTimeout(() => {
      changed = true
      tell()
    }, QUIET_MS)
  }
  const watchers: FSWatcher[] = folders.map((folder) => watch(folder, { recursive: true }, onChange))
  return {
    async next() {
      if (!changed) {
        await new Promise<void>((resolve) => {
          tell = resolve
        })
      }
      changed = false
    },
    close() {
      clearTimeout(timer)
      for (const watcher of watchers) watcher.close()
    },
  }
}
