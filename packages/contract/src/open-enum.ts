import * as z from 'zod'

/**
 * One of a list of names that may grow within a version: clients are told to expect names that they do not know.
 * The document marks it with `x-open-enum`, which the comparison with the recorded contract respects.
 */
export function openEnum<const Names extends readonly [string, ...string[]]>(names: Names) {
  return z.enum(names).meta({ override: { 'x-open-enum': true } as object })
}
