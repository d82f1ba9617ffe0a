import * as z from 'zod'

const loneSurrogate = /\p{Surrogate}/u

/** Whether PostgreSQL and every JSON reader can keep the text: no NUL, no unpaired surrogate. Linear. */
export function isStorableText(value: string): boolean {
  return !value.includes('\u0000') && !loneSurrogate.test(value)
}

/** Length in Unicode code points; an unpaired surrogate counts as one. Linear. */
export function codePointCount(value: string): number {
  let count = 0
  for (let at = 0; at < value.length; at++, count++) {
    const unit = value.charCodeAt(at)
    if (unit < 0xd800 || unit > 0xdbff) continue
    const next = value.charCodeAt(at + 1)
    if (next >= 0xdc00 && next <= 0xdfff) at++
  }
  return count
}

function isLongerThan(value: string, charsMax: number): boolean {
  if (value.length <= charsMax) return false
  return value.length > 2 * charsMax || codePointCount(value) > charsMax
}

/** What is wrong with a text, as the end of a sentence, or null. Length is judged first, so the rest is bounded. */
function textFault(
  value: string,
  bounds: { charsMin: number; charsMax: number; blank: boolean },
): string | null {
  if (isLongerThan(value, bounds.charsMax)) return `must be at most ${bounds.charsMax} characters long`
  if (codePointCount(value) < bounds.charsMin)
    return bounds.charsMin === 1 ? 'must not be empty' : `must be at least ${bounds.charsMin} characters long`
  if (!isStorableText(value)) return 'must not contain NUL characters or unpaired surrogates'
  if (!bounds.blank && value.trim() === '') return 'must contain something other than white space'
  return null
}

/**
 * Text of `charsMin` to `charsMax` code points without NUL and without unpaired surrogates, kept as it was sent.
 * Unless `blank` is allowed, something other than white space must be in it.
 */
export function text(options: { charsMax: number; charsMin?: number; blank?: boolean }) {
  const charsMin = options.charsMin ?? 1
  const bounds = { charsMin, charsMax: options.charsMax, blank: options.blank ?? charsMin === 0 }
  return z
    .string()
    .check((context) => {
      const fault = textFault(context.value, bounds)
      if (fault) context.issues.push({ code: 'custom', message: fault, input: context.value })
    })
    .meta({
      ...(charsMin > 0 && { minLength: charsMin }),
      maxLength: bounds.charsMax,
      ...(!bounds.blank && { pattern: '\\S' }),
    })
}
