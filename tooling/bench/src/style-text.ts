const codes = { bold: 1, red: 31, yellow: 33, cyan: 36 } as const

/** Colours only for people: not with NO_COLOR, and not into a pipe or a file. */
const isColoured = process.stdout.isTTY === true && !process.env.NO_COLOR

export function styleText(style: keyof typeof codes, text: string): string {
  return isColoured ? `\x1b[${codes[style]}m${text}\x1b[0m` : text
}
