function marks(name: string): readonly [string, string] {
  return [`<!-- ${name}: written by npm run bench -->`, `<!-- end of ${name} -->`]
}

/**
 * What stands in a text between the two marks of a name.
 * @throws RangeError when the marks are not there
 */
export function markedPart(text: string, name: string): string {
  const [from, to] = bounds(text, name)
  return text.slice(from, to).trim()
}

/**
 * The text with another part between the marks.
 * @throws RangeError when the marks are not there
 */
export function withMarkedPart(text: string, name: string, part: string): string {
  const [from, to] = bounds(text, name)
  return `${text.slice(0, from)}\n\n${part}\n\n${text.slice(to)}`
}

function bounds(text: string, name: string): readonly [number, number] {
  const [opening, closing] = marks(name)
  const from = text.indexOf(opening)
  const to = text.indexOf(closing)
  if (from < 0 || to < from) throw new RangeError(`the text has no part "${name}"`)
  return [from + opening.length, to]
}
