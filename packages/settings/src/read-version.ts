import { readFileSync } from 'node:fs'

/** The version of a program, from its package. @param moduleUrl of a module in the folder `src` or `dist` of it */
export const readVersion = (moduleUrl: string): string => {
  const text = readFileSync(new URL('../package.json', moduleUrl), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
