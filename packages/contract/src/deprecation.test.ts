import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { type DeprecatedPart, type Deprecation, deprecationHeaders, givesFullNotice } from './deprecation.ts'
import { openApiDocument } from './openapi.ts'
import { defineOperation, type Operation } from './operation.ts'
import { listResources } from './operations/list-resources.ts'
import { operationList } from './operations.ts'

const deprecation: Deprecation = {
  since: '2027-01-31',
  sunset: '2028-01-31',
  link: '/docs/deprecations#rooms',
  successor: '/api/v2/rooms',
}

describe('the headers of a deprecation', () => {
  test('are a structured date (RFC 9745), a HTTP date (RFC 8594) and three links', () => {
    expect(deprecationHeaders([deprecation])).toEqual({
      Deprecation: '@1801353600',
      Sunset: 'Mon, 31 Jan 2028 00:00:00 GMT',
      Link: [
        '</docs/deprecations#rooms>; rel="deprecation"; type="text/html"',
        '</docs/deprecations#rooms>; rel="sunset"; type="text/html"',
        '</api/v2/rooms>; rel="successor-version"',
      ].join(', '),
    })
  })

  test('of several tell the earliest dates, and every link once', () => {
    const { successor: _successor, ...other } = { ...deprecation, since: '2026-06-01', sunset: '2027-06-01' }
    const headers = deprecationHeaders([deprecation, other])
    expect(headers).toMatchObject({ Deprecation: '@1780272000', Sunset: 'Tue, 01 Jun 2027 00:00:00 GMT' })
    expect(headers.Link?.split(', ')).toHaveLength(3)
  })

  test('are not there when nothing is deprecated', () => {
    expect(deprecationHeaders([])).toEqual({})
  })
})

test.each([
  ['2027-01-31', '2028-01-31', true],
  ['2027-01-31', '2028-01-30', false],
  ['2027-03-01', '2028-02-29', false],
  ['2028-02-29', '2029-03-01', true],
  ['2028-02-29', '2029-02-28', false],
  ['2027-01-31', '2030-01-01', true],
  ['2027-01-31', 'soon', false],
  ['2027-13-01', '2030-01-01', false],
])('deprecated on %s and gone on %s is full notice: %s', (since, sunset, isFull) => {
  expect(givesFullNotice({ since, sunset })).toBe(isFull)
})

const declared = (operation: Operation): readonly Deprecation[] => [
  ...(operation.deprecated === undefined ? [] : [operation.deprecated]),
  ...(operation.deprecatedParts ?? []),
]

/** The schema of a part, where it is an object that has it. */
const schemaOf = (operation: Operation, { part, name }: DeprecatedPart): z.ZodType | undefined => {
  const whole = operation[part]
  return whole instanceof z.ZodObject ? (whole.shape[name] as z.ZodType | undefined) : undefined
}

/** What is wrong with the deprecations that an operation declares. */
const faultsOf = (operation: Operation): string[] => [
  ...declared(operation)
    .filter((deprecation) => !givesFullNotice(deprecation))
    .map(({ sunset }) => `${sunset} is too early`),
  ...(operation.deprecatedParts ?? [])
    .filter((part) => schemaOf(operation, part)?.meta()?.deprecated !== true)
    .map(({ name }) => `${name} is not marked in its schema`),
]

const deprecated: Operation = defineOperation({
  ...listResources,
  query: z.strictObject({
    ...listResources.query.shape,
    colour: z
      .string()
      .optional()
      .meta({ description: 'No longer of use.', deprecated: true, param: { deprecated: true } }),
  }),
  deprecated: deprecation,
  deprecatedParts: [{ ...deprecation, part: 'query', name: 'colour' }],
})

test('everything deprecated in the contract gives twelve months of notice and is marked', () => {
  expect(operationList.flatMap(faultsOf)).toEqual([])
})

test('too short a notice, and a part that is not marked, are found', () => {
  expect(faultsOf(deprecated)).toEqual([])
  const deprecatedParts = [{ ...deprecation, part: 'query', name: 'page' } as const]
  expect(
    faultsOf({ ...deprecated, deprecated: { ...deprecation, sunset: '2027-12-31' }, deprecatedParts }),
  ).toEqual(['2027-12-31 is too early', 'page is not marked in its schema'])
})

test('the document marks what is deprecated, and tells of the headers', () => {
  const document = JSON.parse(JSON.stringify(openApiDocument({ version: '1', operations: [deprecated] })))
  const { get } = document.paths['/resources']
  expect(get.deprecated).toBe(true)
  for (const response of Object.values<{ headers: object }>(get.responses))
    expect(Object.keys(response.headers)).toEqual(expect.arrayContaining(['Deprecation', 'Sunset', 'Link']))
  const colour = get.parameters.find(({ name }: { name: string }) => name === 'colour')
  expect(colour).toMatchObject({ deprecated: true, schema: { deprecated: true } })
  const now = JSON.parse(JSON.stringify(openApiDocument({ version: '1', operations: [listResources] })))
  expect(now.paths['/resources'].get.deprecated).toBeUndefined()
  expect(now.paths['/resources'].get.responses[200].headers.Deprecation).toBeUndefined()
})
