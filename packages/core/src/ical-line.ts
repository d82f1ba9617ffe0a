import { CoreError } from './errors.ts'
import { spendSteps } from './work-budget.ts'

/** A content line of RFC 5545 section 3.1, unfolded. */
export interface ContentLine {
  readonly name: string
  readonly parameters: ReadonlyMap<string, string>
  readonly value: string
  /** Number of the line in the text, from 1, before unfolding. */
  readonly number: number
}

export function refuseLine(
  line: { readonly name: string; readonly number: number },
  reason: string,
): CoreError {
  return new CoreError('invalid_ical', `Line ${line.number}, ${line.name}: ${reason}`, {
    property: line.name,
    line: line.number,
  })
}

const carriageReturn = 13
/** What a line of the text costs, and reading the name and the parameters of an unfolded one, in steps. */
const lineSteps = 8
const contentSteps = 16
const charactersPerStep = 16

/**
 * The content lines of a text, one after the other, so that nothing is read beyond one that is refused. A line break
 * followed by a space or tab continues the line. Blank lines are skipped.
 */
export function* contentLines(text: string): Generator<ContentLine, undefined> {
  let logical = ''
  let first = 1
  let number = 1
  for (let at = 0; at <= text.length; number++) {
    const end = endOfLine(text, at)
    const raw = text.slice(at, text.charCodeAt(end - 1) === carriageReturn && end > at ? end - 1 : end)
    at = end + 1
    spendSteps(lineSteps + raw.length / charactersPerStep)
    if ((raw.startsWith(' ') || raw.startsWith('\t')) && logical !== '') {
      logical += raw.slice(1)
      continue
    }
    if (logical !== '') yield contentLine(logical, first)
    logical = raw
    first = number
  }
  if (logical !== '') yield contentLine(logical, first)
  return undefined
}

function endOfLine(text: string, from: number): number {
  const found = text.indexOf('\n', from)
  return found < 0 ? text.length : found
}

/** No name is as long as this, and a text without a colon is not looked through for one. */
const headPattern = /^([A-Za-z0-9-]{1,255})((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:,]*))*):/
const parameterPattern = /;([A-Za-z0-9-]+)=(?:"([^"]*)"|([^";:,]*))/g

function contentLine(text: string, number: number): ContentLine {
  spendSteps(contentSteps)
  const head = headPattern.exec(text)
  if (head === null) {
    throw refuseLine({ name: text.slice(0, 40), number }, 'expected NAME;PARAMETER=value:value.')
  }
  const [whole, written, list] = head as unknown as [string, string, string]
  const name = written.toUpperCase()
  const parameters = new Map<string, string>()
  for (const [, word, quoted, plain] of list.matchAll(parameterPattern)) {
    const key = (word as string).toUpperCase()
    if (parameters.has(key)) throw refuseLine({ name, number }, `the parameter ${key} stands twice.`)
    parameters.set(key, (quoted ?? plain) as string)
  }
  return { name, parameters, value: text.slice(whole.length), number }
}

/** Folds a line into pieces of at most 75 octets of UTF-8, never inside a character (RFC 5545 section 3.1). */
export function foldLine(text: string): string {
  const pieces: string[] = []
  let piece = ''
  let octets = 0
  for (const character of text) {
    const width = utf8Width(character)
    if (octets + width > 75) {
      pieces.push(piece)
      piece = ' '
      octets = 1
    }
    piece += character
    octets += width
  }
  return [...pieces, piece].join('\r\n')
}

function utf8Width(character: string): number {
  const code = character.codePointAt(0) as number
  if (code < 0x80) return 1
  if (code < 0x800) return 2
  return code < 0x10000 ? 3 : 4
}
