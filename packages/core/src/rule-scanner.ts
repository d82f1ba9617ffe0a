import { CoreError } from './errors.ts'
import { weekdays } from './rule.ts'

const comma = 44
const semicolon = 59
const equals = 61

/** As many letters as fit in a number that is still exact. */
const wordLettersMax = 10

/** A word as one number, five bits a letter: what `RuleScanner.word` reads is compared with it. */
export function wordCode(word: string): number {
  let code = 0
  for (let i = 0; i < word.length; i++) code = code * 32 + (word.charCodeAt(i) & 31)
  return code
}

const weekdayCodes = weekdays.map(wordCode)

/** A refusal of RRULE text: which part, the value at fault, and where it stands. */
export function refuse(part: string, value: string, position: number, reason: string): CoreError {
  const name = part.slice(0, 60)
  const shown = value.slice(0, 60)
  return new CoreError('invalid_rule', `${name}=${shown} at position ${position}: ${reason}`, {
    part: name,
    value: shown,
    position,
  })
}

/**
 * Walks over RRULE text from left to right, each character once: `name=item,item;name=item`. It cuts nothing out of
 * the text; only a refusal does, to say what it refuses. It never looks behind the end of the text: the engine would
 * give up its fast way to read characters for that.
 */
export class RuleScanner {
  readonly #text: string
  /** Index of the next character. */
  at: number
  #partAt = 0
  #valueAt = 0

  constructor(text: string, at: number) {
    this.#text = text
    this.at = at
  }

  /** The name of the part as it is written. */
  get name(): string {
    return this.#text.slice(this.#partAt, this.#valueAt - 1)
  }

  /** The whole value of the part. */
  get value(): string {
    return this.#text.slice(this.#valueAt, this.#indexOrEnd(';', this.#valueAt))
  }

  /** Whether the part ends here. */
  get isAtPartEnd(): boolean {
    return this.at >= this.#text.length || this.#text.charCodeAt(this.at) === semicolon
  }

  /** Whether the item of a list ends here. */
  get isAtItemEnd(): boolean {
    return this.isAtPartEnd || this.#text.charCodeAt(this.at) === comma
  }

  get isAtDigit(): boolean {
    if (this.at >= this.#text.length) return false
    const digit = this.#text.charCodeAt(this.at) - 48
    return digit >= 0 && digit <= 9
  }

  /**
   * Passes the name of a part and `=`, and tells the name's code, 0 when it is not one of up to ten letters.
   * @throws CoreError `invalid_rule` when there is no name or no `=`
   */
  beginPart(): number {
    this.#partAt = this.at
    const code = this.word()
    if (this.at > this.#partAt && this.#text.charCodeAt(this.at) === equals) {
      this.#valueAt = ++this.at
      return code
    }
    const to = this.#indexOrEnd(';', this.#partAt)
    const equalsAt = this.#text.indexOf('=', this.#partAt)
    if (equalsAt <= this.#partAt || equalsAt >= to) {
      const text = this.#text.slice(this.#partAt, to)
      throw refuse('RRULE', text, this.#partAt, 'expected NAME=value parts separated by single semicolons.')
    }
    this.#valueAt = equalsAt + 1
    return 0
  }

  /** Passes the semicolon behind a part; false at the end of the text. */
  nextPart(): boolean {
    if (this.at >= this.#text.length) return false
    this.at++
    return true
  }

  /** Passes a comma; false when there is none. */
  nextItem(): boolean {
    if (this.at >= this.#text.length || this.#text.charCodeAt(this.at) !== comma) return false
    this.at++
    return true
  }

  /** Passes letters of either case and tells their `wordCode`; 0 for more than ten of them, or none. */
  word(): number {
    const text = this.#text
    const from = this.at
    let code = 0
    let i = from
    for (; i < text.length; i++) {
      const letter = text.charCodeAt(i) & 0xffdf
      if (letter < 65 || letter > 90) break
      code = code * 32 + (letter & 31)
    }
    this.at = i
    return i - from > wordLettersMax ? 0 : code
  }

  /** Passes a plus or minus, when there is one; true for a minus. */
  minus(): boolean {
    if (this.at >= this.#text.length) return false
    const sign = this.#text.charCodeAt(this.at)
    if (sign !== 43 && sign !== 45) return false
    this.at++
    return sign === 45
  }

  /** Passes digits and tells their number; -1 for none, or more than `digitsMax`. */
  digits(digitsMax: number): number {
    const text = this.#text
    const from = this.at
    let n = 0
    let i = from
    for (; i < text.length; i++) {
      const digit = text.charCodeAt(i) - 48
      if (digit < 0 || digit > 9) break
      n = n * 10 + digit
    }
    this.at = i
    return i === from || i - from > digitsMax ? -1 : n
  }

  /** Passes a word and tells the weekday it names, Monday 0; -1 for any other. */
  weekday(): number {
    return weekdayCodes.indexOf(this.word())
  }

  /** Refuses the value of the part. */
  refuseValue(reason: string): CoreError {
    return refuse(this.name.toUpperCase(), this.value, this.#valueAt, reason)
  }

  /** Refuses the item of a list that begins at `from`. */
  refuseItem(from: number, reason: string): CoreError {
    const to = Math.min(this.#indexOrEnd(',', from), this.#indexOrEnd(';', from))
    return refuse(this.name.toUpperCase(), this.#text.slice(from, to), from, reason)
  }

  #indexOrEnd(mark: string, from: number): number {
    const found = this.#text.indexOf(mark, from)
    return found < 0 ? this.#text.length : found
  }
}
