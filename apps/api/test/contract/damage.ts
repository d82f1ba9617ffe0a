import fc from 'fast-check'

const nested = (depth: number, open: string, close: string) => `${open.repeat(depth)}1${close.repeat(depth)}`

/** Values that nobody expects, of every kind; small enough that a thousand of them are quick. */
export const junk: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    1.5,
    1e308,
    2 ** 53,
    -(2 ** 31) - 1,
    '',
    ' ',
    '\u0000',
    'a\u0000b',
    '\ud800',
    '\udc00\ud800',
    '\u202e\uffff',
    "' OR 1=1; --",
    'true',
    '2025-02-30T10:00:00Z',
    '+275760-09-13T00:00:00Z',
    '2025-02-03T10:00:00',
    '9999-12-31T23:59:59.999Z',
    '0000-01-01T00:00:00Z',
    'FREQ=DAILY;COUNT=99999999999999999999',
    'FREQ=YEARLY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12;BYDAY=MO;BYSETPOS=366',
    [],
    {},
    [[]],
    [null],
    { $ref: '#' },
    { toString: 1, constructor: null },
  ),
  fc.constantFrom(3_000, 30_000).map((length) => 'x'.repeat(length)),
  fc.constantFrom(20, 2_000).map((depth) => JSON.parse(nested(depth, '[', ']')) as unknown),
  fc.constantFrom(20, 900).map((depth) => JSON.parse(nested(depth, '{"a":', '}')) as unknown),
  fc.jsonValue(),
)

/** Bodies that are no JSON, or not what a body is. */
export const oddBodies: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '',
    '{',
    'null',
    '[]',
    '"text"',
    '1e999',
    '{"title":',
    '\ufeff{}',
    '{"a":1,"a":2}',
    '{"__proto__":{"x":1}}',
    'title=a&startTime=b',
    nested(10_000, '[', ']'),
    'x'.repeat(300_000),
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
)

/** Replaces, removes or adds something, down to three levels deep; `marks` decides where. */
const damaged = (value: unknown, marks: readonly number[], wrong: unknown): unknown => {
  const [mark = 0, ...rest] = marks
  if (Array.isArray(value) && value.length > 0 && rest.length > 0) {
    const at = mark % value.length
    return value.map((item, index) => (index === at ? damaged(item, rest, wrong) : item))
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value) || rest.length === 0) return wrong
  const names = Object.keys(value)
  const name = names[mark % (names.length + 1)]
  if (name === undefined) return { ...value, [`unknown${mark}`]: wrong }
  if (mark % 5 === 0) return Object.fromEntries(Object.entries(value).filter(([key]) => key !== name))
  return { ...value, [name]: damaged((value as Record<string, unknown>)[name], rest, wrong) }
}

/** The values of an arbitrary with one thing wrong in each. */
export const withDamage = (values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc
    .tuple(values, fc.array(fc.nat(999), { minLength: 1, maxLength: 4 }), junk)
    .map(([value, marks, wrong]) => damaged(value, marks, wrong))

export const oddIds: fc.Arbitrary<string> = fc.constantFrom(
  'recurring',
  'not-a-uuid',
  '01940000-0000-7000-8000-000000000000',
  '%00',
  '%ff',
  '%zz',
  '%2e%2e',
  '%2F',
  '%F0%9F%92%A5',
  '|^[]`',
  'a'.repeat(3_000),
  '01940000-0000-7000-8000-000000000000%0A',
)

export const oddQueries: fc.Arbitrary<string> = fc.constantFrom(
  'unknown=1',
  'page=1&page=2',
  'page=0',
  'page=1e3',
  'limit=101',
  'limit=%D9%A1',
  'limit=',
  'page=99999999999999999999',
  '__proto__=1',
  'constructor=1',
  'a[]=1',
  '%',
  '%00=%00',
  'q=%00',
  'q=%ED%A0%80',
  'from=now&to=then',
  'from=2025-02-03T10:00:00+01:00',
  'status=active;drop',
  `q=${'x'.repeat(5_000)}`,
  Array.from({ length: 500 }, (_, at) => `k${at}=1`).join('&'),
)

export const oddHeaders: fc.Arbitrary<Record<string, string>> = fc.constantFrom<Record<string, string>>(
  { 'Content-Type': 'text/plain' },
  { 'Content-Type': 'application/json; charset=utf-16' },
  { 'Content-Type': 'application/merge-patch+json' },
  { 'Content-Type': 'application/x-www-form-urlencoded' },
  { 'Content-Type': 'multipart/form-data' },
  { 'Content-Type': ';' },
  { 'Content-Length': '999999999' },
  { 'Content-Encoding': 'gzip' },
  { 'X-Request-Id': 'a b' },
  { 'X-Request-Id': 'x'.repeat(500) },
  { 'X-Request-Id': '\u00ff' },
  { 'Idempotency-Key': 'x'.repeat(300) },
  { 'Idempotency-Key': '' },
  { 'If-Match': 'unquoted' },
  { 'If-None-Match': '"a",,"b"' },
  { 'If-Match': `"${'x'.repeat(5_000)}"` },
  { Prefer: 'return=minimal' },
  { Prefer: 'x'.repeat(2_000) },
  { Accept: 'text/html' },
  { 'X-Forwarded-For': '1.2.3.4, unknown, [::1]' },
  { Authorization: 'Basic b2xpdmU6' },
  { Authorization: 'Bearer' },
  { Authorization: 'Bearer a.b.c' },
  { Authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiIsInJvbGUiOiJhZG1pbiJ9.' },
  { Authorization: `Bearer ${'x'.repeat(9_000)}` },
)
