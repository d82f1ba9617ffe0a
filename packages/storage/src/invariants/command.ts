import { parseArgs } from 'node:util'
import { checkInvariants } from './check-invariants.ts'
import { type History, HistoryError, readHistory } from './history.ts'
import { invariants } from './invariants.ts'
import { linesOf, type Paint, paintFor, summaryOf } from './report.ts'

/** Where the command writes to. */
export interface Terminal {
  readonly print: (line: string) => void
  readonly complain: (line: string) => void
  readonly isColourful: boolean
}

/**
 * Checks a database and tells what it finds: `[--database URL] [--history FILE]`, the database of DATABASE_URL when
 * none is named.
 *
 * @param args what follows the command's name
 * @returns the exit code: 0 when everything holds, 1 when something does not, 2 when that could not be found out
 */
export const invariantsCommand = async (
  args: string[],
  environment: Readonly<Record<string, string | undefined>>,
  terminal: Terminal,
): Promise<number> => {
  try {
    const options = { database: { type: 'string' }, history: { type: 'string' } } as const
    const { values } = parseArgs({ args, options })
    const url = values.database ?? environment.DATABASE_URL ?? ''
    if (url === '') {
      terminal.complain('Which database? Pass --database postgresql://… or set DATABASE_URL.')
      return 2
    }
    const history = values.history === undefined ? null : await readHistory(values.history)
    return await report(url, history, terminal)
  } catch (error) {
    terminal.complain(reasonOf(error))
    return 2
  }
}

const report = async (
  url: string,
  history: History | null,
  { print, isColourful }: Terminal,
): Promise<number> => {
  const paint: Paint = paintFor(isColourful)
  const titleChars = Math.max(...invariants.map(({ title }) => title.length))
  const results = await checkInvariants(url, {
    history,
    onResult: (result) => print(linesOf(result, titleChars, paint).join('\n')),
  })
  print(`\n${summaryOf(results, paint)}`)
  return results.every(({ found }) => found.total === 0) ? 0 : 1
}

const reasonOf = (error: unknown): string => {
  const { code, message } = error as { code?: unknown; message?: unknown }
  const isOurs =
    error instanceof HistoryError || (typeof code === 'string' && code.startsWith('ERR_PARSE_ARGS'))
  return isOurs ? String(message) : `The database could not be checked: ${String(message || code)}`
}
