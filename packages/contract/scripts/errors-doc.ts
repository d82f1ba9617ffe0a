import { problemCodes, problemKinds } from '../src/problem-codes.ts'

/** Text of docs/errors.md. */
export function errorsDoc(): string {
  const rows = problemCodes.map((code) => {
    const { status, title, description, remedy } = problemKinds[code]
    return `| \`${code}\` | ${status} | ${title}. ${description} | ${remedy} |`
  })
  return [
    '# Errors',
    '',
    'Generated from `packages/contract/src/problem-codes.ts` by `pnpm --filter @booking/contract run docs`.',
    '',
    'Every answer that is not a success is an RFC 9457 problem document (`application/problem+json`) with `type`,',
    '`title`, `status`, `detail`, `instance`, `code` and `requestId`. `type` is `/problems/<code>`. Programs go by `code`;',
    'a code always has the same status. `errors` lists faults of the request as `{pointer, message}`: `/timeSlots/0/endTime`',
    'is a JSON pointer into the body, `?limit` a query parameter, `{bookingId}` a path parameter, `Idempotency-Key` a header.',
    '',
    '| Code | Status | Meaning | What to do |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n')
}
