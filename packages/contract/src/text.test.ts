import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { codePointCount, isStorableText, text } from './text.ts'

const title = text({ charsMax: 5 })
const note = text({ charsMax: 5, charsMin: 0 })

describe('text', () => {
  test('is counted in code points, so five emoji are five characters', () => {
    expect(title.parse('😀😀😀😀😀')).toBe('😀😀😀😀😀')
    expect(title.safeParse('😀😀😀😀😀😀').success).toBe(false)
    expect(title.safeParse('aaaaaa').success).toBe(false)
  })

  test('is kept as it was sent, white space included', () => {
    expect(title.parse(' a b ')).toBe(' a b ')
  })

  test.each([
    ['', 'empty'],
    ['   ', 'white space'],
    ['\u3000\ufeff', 'white space'],
    ['a\u0000b', 'NUL'],
    ['\ud800', 'surrogates'],
    ['a\udc00', 'surrogates'],
    ['\udc00\ud800', 'surrogates'],
  ])('%j is refused with the reason', (value, reason) => {
    expect(title.safeParse(value).error?.issues[0]?.message).toContain(reason)
  })

  test('may be empty or blank where that makes sense, but never hold NUL or half a surrogate pair', () => {
    expect(note.parse('')).toBe('')
    expect(note.parse('  ')).toBe('  ')
    expect(note.safeParse('\u0000').success).toBe(false)
    expect(note.safeParse('\ud83d').success).toBe(false)
  })
})

test('code points are counted as the string iterator counts them', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => {
      expect(codePointCount(value)).toBe([...value].length)
    }),
  )
  expect(codePointCount('\ud800a\udc00')).toBe(3)
})

test('text is storable exactly when it is well-formed and without NUL', () => {
  const units = fc
    .array(fc.constantFrom(0, 0x41, 0xd83d, 0xde00, 0xffff))
    .map((codes) => String.fromCharCode(...codes))
  fc.assert(
    fc.property(units, (value) => {
      const roundTrip = new TextDecoder().decode(new TextEncoder().encode(value))
      const ignoresMark = value.startsWith('\ufeff') ? value.slice(1) : value
      expect(isStorableText(value)).toBe(roundTrip === ignoresMark && !value.includes('\0'))
    }),
  )
})
