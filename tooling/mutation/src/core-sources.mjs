import { readdirSync } from 'node:fs'
import path from 'node:path'

/** Modules beside the sources that only tests import. */
const forTests = [
  'hostile-input',
  'naive-expansion',
  'peer-engines',
  'process-zone-probe',
  'rule-arbitrary',
  'vector-explanations',
  'vector-reading',
]

/** What the core ships, as globs from its folder. */
export const coreSources = ['src/**/*.ts', '!src/**/*.test.ts', ...forTests.map((name) => `!src/${name}.ts`)]

/** @param {string} file in the folder of the core @returns {boolean} whether the core ships it */
export function isCoreSource(file) {
  return file.endsWith('.ts') && !file.endsWith('.test.ts') && !forTests.includes(path.basename(file, '.ts'))
}

/** @param {string} folder of the core @returns {string[]} the files of `coreSources`, from there */
export function listCoreSources(folder) {
  return readdirSync(path.join(folder, 'src'))
    .map((name) => `src/${name}`)
    .filter(isCoreSource)
    .sort()
}
