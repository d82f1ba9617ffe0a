/** What no line of a program may hold: it is a fault of ours, or somebody's data. */
const forbidden: readonly (readonly [string, RegExp])[] = [
  ['an unhandled rejection', /unhandled|uncaught/i],
  ['a stack', /\\n\s+at |^\s+at .+:\d+:\d+\)?$/],
  ['SQL', /\b(?:INSERT INTO|DELETE FROM|SELECT .+ FROM|UPDATE \w+ SET)\b/],
  ['a token', /\beyJ[\w-]{8,}\.[\w-]{8,}/],
  ['an e-mail address', /[\w.+-]+@[\w-]+\.[a-z]{2,}/i],
]

const SHOWN_CHARS = 200

/**
 * I22: what a program wrote that it must not write.
 *
 * @param output everything it wrote
 * @returns one sentence a line that is wrong
 */
export const wrongLines = (output: string): string[] =>
  output.split('\n').flatMap((line) => {
    const found = forbidden.find(([, pattern]) => pattern.test(line))
    return found === undefined ? [] : [`a log line holds ${found[0]}: ${line.slice(0, SHOWN_CHARS)}`]
  })
