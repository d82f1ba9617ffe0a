import { limitMeanings } from '../src/limit-meanings.ts'
import { type LimitName, limits } from '../src/limits.ts'

/** Text of docs/limits.md. */
export function limitsDoc(): string {
  const rows = (Object.keys(limits) as LimitName[]).map(
    (name) => `| \`${name}\` | ${limits[name].toLocaleString('en-US')} | ${limitMeanings[name]} |`,
  )
  return [
    '# Limits of the HTTP API',
    '',
    'Generated from `packages/contract/src/limits.ts` by `pnpm --filter @booking/contract run docs`.',
    '',
    'Characters (`Chars`) are Unicode code points, bytes are UTF-8, `Ms` are milliseconds since 1970-01-01T00:00:00Z,',
    'minutes and days are elapsed time. What is one above its limit is refused with 400 and a sentence that names the limit,',
    'a body that is too large with 413.',
    '',
    '| Limit | Value | What it bounds |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ].join('\n')
}
