import {
  answersOf,
  bodyOf,
  document,
  type PlacedOperation,
  placedOperations,
  problemsOf,
  queryOf,
  takesHeader,
} from './document.ts'
import { notice } from './generated-types.ts'
import { allPagesName, placeOf, queryIsArgument, repeatabilityOf, typePrefix } from './naming.ts'
import { comment, refName, typeOf } from './schema-type.ts'

/** The field of a paged answer that holds the items; null where the answer has no pages. */
function pagedField(operation: PlacedOperation): string | null {
  const reference = answersOf(operation)[0]?.schema?.$ref
  const fields = reference === undefined ? {} : document.components.schemas[refName(reference)]?.properties
  if (fields?.pagination === undefined) return null
  return Object.keys(fields).find((name) => name !== 'pagination') ?? null
}

function tableRow(operation: PlacedOperation): string {
  const { group, name } = placeOf(operation)
  const body = bodyOf(operation)
  const query = queryOf(operation).map((parameter) => parameter.name)
  const items = pagedField(operation)
  const alsoAnswers = answersOf(operation).filter(({ status }) => status >= 300)
  const row = {
    group,
    name,
    method: operation.method,
    path: operation.path,
    repeat: repeatabilityOf(operation),
    ...(body ? { body: true } : {}),
    ...(query.length === 0 ? {} : queryIsArgument(operation) ? { query: true } : { queryOptions: query }),
    ...(items === null ? {} : { items, allPages: allPagesName(name) }),
    ...(operation.security?.length === 0 ? { open: true } : {}),
    ...(alsoAnswers.length === 0 ? {} : { alsoAnswers: alsoAnswers.map(({ status }) => status) }),
  }
  const fields = Object.entries(row).map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
  return `  ${operation.operationId}: { ${fields.join(', ').replaceAll('"', "'")} },\n`
}

function optionsType(operation: PlacedOperation): string {
  const kind = takesHeader(operation, 'If-Match')
    ? 'ChangeOptions'
    : repeatabilityOf(operation) === 'keyed'
      ? 'WriteOptions'
      : 'CallOptions'
  const query = queryOf(operation)
  return query.length === 0 || queryIsArgument(operation) ? kind : `${kind} & ${typePrefix(operation)}Query`
}

function argumentsOf(operation: PlacedOperation): string[] {
  const ids = [...operation.path.matchAll(/\{(\w+)\}/g)].map((match) => `${match[1]}: string`)
  const body = bodyOf(operation)
  const query = queryOf(operation)
  return [
    ...ids,
    ...(body ? [`body${body.required ? '' : '?'}: ${typeOf(body.schema, '', true)}`] : []),
    ...(queryIsArgument(operation) && query.length > 0
      ? [`query${query.some(({ required }) => required) ? '' : '?'}: ${typePrefix(operation)}Query`]
      : []),
  ]
}

function methodComment(operation: PlacedOperation): string {
  const codes = [...problemsOf(operation)].map(([code]) => code).filter((code) => !everywhere.has(code))
  return comment(
    [
      `${operation.summary}. ${operation.description ?? ''}`.trim(),
      '',
      `\`${operation.method} ${operation.path}\``,
      ...(codes.length > 0
        ? [`@throws {BookingApiError} ${codes.join(', ')}, and what any call can end with`]
        : []),
      ...(operation.deprecated ? ['@deprecated'] : []),
    ].join('\n'),
    '  ',
  )
}

/** Codes of more than half of the operations: naming them at each would hide the others. */
const everywhere = (() => {
  const codes = placedOperations.flatMap((operation) => [...problemsOf(operation).keys()])
  const isCommon = (code: string) =>
    2 * codes.filter((other) => other === code).length > placedOperations.length
  return new Set(codes.filter(isCommon))
})()

function methodsOf(operation: PlacedOperation): string {
  const { name } = placeOf(operation)
  const args = argumentsOf(operation)
  const schema = answersOf(operation)[0]?.schema
  const answer = schema ? typeOf(schema, '', false) : 'void'
  const signature = (extra: string, result: string) =>
    `  ${name}(${[...args, extra].join(', ')}): ApiCall<${result}>\n`
  const note = methodComment(operation)
  const options = `options?: ${optionsType(operation)}`
  const methods = [note + signature(options, answer)]
  if (takesHeader(operation, 'If-None-Match'))
    methods.push(note + signature('options: ReadUnlessOptions', `${answer} | null`))
  const items = pagedField(operation)
  if (items !== null) {
    const allNote = comment(`Every item of \`${name}\`, page after page. \`page\` is where to begin.`, '  ')
    const all = `  ${allPagesName(name)}(${[...args, options].join(', ')}): AsyncGenerator<${answer}['${items}'][number], void, undefined>\n`
    methods.push(allNote + all)
  }
  return methods.join('')
}

function groupDeclarations(): string {
  const groups = new Map<string, PlacedOperation[]>()
  for (const operation of placedOperations) {
    const { group } = placeOf(operation)
    groups.set(group, [...(groups.get(group) ?? []), operation])
  }
  const capital = (group: string) => group[0]!.toUpperCase() + group.slice(1)
  const interfaces = [...groups].map(
    ([group, members]) =>
      `/** \`client.${group}\` */\nexport interface ${capital(group)}Methods {\n${members.map(methodsOf).join('')}}\n`,
  )
  const fields = [...groups.keys()].map((group) => `  readonly ${group}: ${capital(group)}Methods\n`)
  const note = comment(
    [
      'Every operation of the API, by what it is about. Made by `createBookingClient`.',
      '',
      '@example',
      'const cancel = (booking: BookingClient, id: string) => booking.bookings.cancel(id)',
    ].join('\n'),
    '',
  )
  return `${interfaces.join('\n')}\n${note}export interface BookingClient {\n${fields.join('')}}\n`
}

/** Text of `src/operations.generated.ts`. */
export function generatedOperations(): string {
  const text = groupDeclarations()
  const table = placedOperations.map(tableRow).join('')
  const types = [...generatedNames()].filter((name) => new RegExp(`\\b${name}\\b`).test(text)).sort()
  const optionTypes = ['CallOptions', 'ChangeOptions', 'ReadUnlessOptions', 'WriteOptions']
  return [
    notice('What can be called.'),
    "import type { ApiCall } from './api-call.ts'\n",
    `import type { ${optionTypes.join(', ')} } from './call-options.ts'\n`,
    "import type { OperationRow } from './operation-row.ts'\n",
    `import type {\n${types.map((name) => `  ${name},\n`).join('')}} from './types.generated.ts'\n\n`,
    '/** How each operation is called. */\n',
    `export const operationTable = {\n${table}} as const satisfies Readonly<Record<string, OperationRow>>\n\n`,
    comment(
      [
        'Id of an operation, as in the OpenAPI document.',
        '',
        '@example',
        "const slow: readonly OperationId[] = ['listFreeSlots', 'checkAvailabilityBulk']",
      ].join('\n'),
      '',
    ),
    'export type OperationId = keyof typeof operationTable\n\n',
    text,
  ].join('')
}

function generatedNames(): Set<string> {
  const queries = placedOperations.map((operation) => `${typePrefix(operation)}Query`)
  return new Set([...Object.keys(document.components.schemas), ...queries])
}
