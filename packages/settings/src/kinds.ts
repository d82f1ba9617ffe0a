import * as z from 'zod'

/**
 * A whole number in decimal digits, such as `8080`: no sign, no exponent, no blanks.
 *
 * @param min the least allowed, 0 or more
 * @param max the greatest allowed, below ten to the tenth
 */
export const wholeNumber = (min: number, max: number) => {
  const error = `must be a whole number from ${min} to ${max}`
  return z
    .string()
    .regex(/^\d{1,10}$/, { error })
    .transform(Number)
    .refine((value) => value >= min && value <= max, { error })
}

/**
 * A URL as text, with something behind its scheme.
 *
 * @param schemes which it may have, without `://`
 */
export const url = (...schemes: readonly string[]) => {
  const beginnings = schemes.map((scheme) => `${scheme}://`)
  return z
    .string()
    .refine(
      (value) =>
        beginnings.some((beginning) => value.startsWith(beginning) && value.length > beginning.length) &&
        URL.canParse(value),
      { error: `must be a URL that begins with ${beginnings.join(' or ')}` },
    )
}
