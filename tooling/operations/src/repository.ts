import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** A file's place on disk. @param file relative to the repository */
export const placeOf = (file: string): string => path.join(root, file)

/** Whether the repository has a file. */
export const hasFile = (file: string): boolean => existsSync(placeOf(file))

/** The text of a file of the repository. @throws when there is none */
export const textOf = (file: string): string => readFileSync(placeOf(file), 'utf8')
