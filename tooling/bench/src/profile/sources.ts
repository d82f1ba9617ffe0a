import { existsSync, readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { root } from '../repository.ts'

/** Where a function is written. Lines count from 1. */
export interface Source {
  /** From the root of the repository, from `node_modules`, or `node:…`; empty for what is no JavaScript. */
  readonly file: string
  readonly line: number
}

/** What V8 tells of a function. Lines and columns count from 0. */
export interface CallFrame {
  readonly functionName: string
  readonly url: string
  readonly lineNumber: number
  readonly columnNumber: number
}

/** Finds where the functions of a profile were written, through the source maps beside our bundles. */
export class Sources {
  readonly #maps = new Map<string, SourceMap | null>()

  of({ url, lineNumber, columnNumber }: CallFrame): Source {
    if (!url.startsWith('file:')) return { file: url, line: lineNumber + 1 }
    const file = fileURLToPath(url)
    const entry = this.#mapOf(file)?.findEntry(lineNumber, columnNumber)
    if (entry === undefined || !('originalSource' in entry))
      return { file: shortened(file), line: lineNumber + 1 }
    return {
      file: shortened(path.resolve(path.dirname(file), entry.originalSource)),
      line: entry.originalLine + 1,
    }
  }

  #mapOf(file: string): SourceMap | null {
    let map = this.#maps.get(file)
    if (map === undefined) {
      map = existsSync(`${file}.map`) ? new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8'))) : null
      this.#maps.set(file, map)
    }
    return map
  }
}

/** The path inside the innermost `node_modules`, or inside the repository. */
export function shortened(file: string): string {
  const parts = file.split('/node_modules/')
  return parts.length > 1 ? parts.at(-1)! : path.relative(root, file)
}
