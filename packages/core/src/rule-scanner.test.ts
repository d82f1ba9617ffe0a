import { describe, expect, it } from 'vitest'
import { RuleScanner, wordCode } from './rule-scanner.ts'

describe('a word', () => {
  it('of up to ten letters has a code of its own, whatever the case of its letters', () => {
    const words = ['A', 'Z', 'BYMONTH', 'BYMONTHDAY', 'BYYEARDAY', 'YADHTNOMYB', 'MO', 'OM', 'AA']
    expect(new Set(words.map(wordCode)).size).toBe(words.length)
    for (const text of [...words, ...words.map((word) => word.toLowerCase())]) {
      expect(new RuleScanner(text, 0).word()).toBe(wordCode(text.toUpperCase()))
    }
  })

  it('ends before whatever is not a letter from A to Z, look-alikes included', () => {
    for (const mark of [
      '=',
      ';',
      ',',
      '1',
      '@',
      '[',
      '`',
      '{',
      ' ',
      'ſ',
      'Ö',
      '\u{1d}',
      '\u014d',
      '\u024d',
    ]) {
      const scanner = new RuleScanner(`MO${mark}`, 0)
      expect([scanner.word(), scanner.at]).toEqual([wordCode('MO'), 2])
    }
  })

  it('of more than ten letters is none', () => {
    const scanner = new RuleScanner('BYMONTHDAYS', 0)
    expect([scanner.word(), scanner.at]).toEqual([0, 11])
  })
})

describe('the text is cut only where its marks stand', () => {
  it('names and values of parts', () => {
    const scanner = new RuleScanner('BYDAY=MO,TU;count=10', 0)
    expect(scanner.beginPart()).toBe(wordCode('BYDAY'))
    expect([scanner.name, scanner.value, scanner.at]).toEqual(['BYDAY', 'MO,TU', 6])
    expect([scanner.weekday(), scanner.isAtItemEnd, scanner.isAtPartEnd]).toEqual([0, true, false])
    expect([scanner.nextItem(), scanner.weekday(), scanner.nextItem()]).toEqual([true, 1, false])
    expect([scanner.isAtPartEnd, scanner.nextPart(), scanner.beginPart()]).toEqual([
      true,
      true,
      wordCode('COUNT'),
    ])
    expect([scanner.digits(2), scanner.isAtPartEnd, scanner.nextPart()]).toEqual([10, true, false])
  })
})
