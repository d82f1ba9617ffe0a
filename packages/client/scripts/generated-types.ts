import { answersOf, bodyOf, document, placedOperations, problemsOf, queryOf } from './document.ts'
import { placeOf, queryIsArgument, typePrefix } from './naming.ts'
import { comment, type JsonSchema, refName, typeOf } from './schema-type.ts'

/** First line of a generated file. */
export const notice = (what: string): string =>
  `// Generated from @booking/contract by \`pnpm --filter @booking/client run generate\`. ${what}\n`

const { schemas } = document.components

/** Types that are more convenient than what the schema says. */
const convenient: Readonly<Record<string, JsonSchema & { readonly text: string }>> = {
  Instant: {
    text: 'string | Date',
    description: 'A Date, or RFC 3339 text with `Z` or an offset, at most milliseconds, years 1970 to 9999.',
  },
}

function refsIn(value: unknown, found: Set<string>): Set<string> {
  if (typeof value !== 'object' || value === null) return found
  for (const [key, inner] of Object.entries(value)) {
    if (key !== '$ref' || typeof inner !== 'string') refsIn(inner, found)
    else if (!found.has(refName(inner))) {
      found.add(refName(inner))
      refsIn(schemas[refName(inner)], found)
    }
  }
  return found
}

/** Components that are sent, directly or within others. */
const sent = refsIn(
  placedOperations.map((operation) => [bodyOf(operation), queryOf(operation)]),
  new Set(),
)

/** Components that a component refers to itself. */
function refsWithin(name: string): Set<string> {
  const references = JSON.stringify(schemas[name]).matchAll(/"\$ref":"([^"]+)"/g)
  return new Set([...references].map((match) => refName(match[1]!)))
}

/** Which methods send or answer a component, for components that the contract says nothing about. */
function useOf(name: string): string {
  const methods = (isUsed: (operation: (typeof placedOperations)[number]) => boolean) =>
    placedOperations.filter(isUsed).map((operation) => {
      const place = placeOf(operation)
      return `\`${place.group}.${place.name}\``
    })
  const bodies = methods((operation) => bodyOf(operation)?.schema.$ref?.endsWith(`/${name}`) ?? false)
  const answers = methods((operation) =>
    answersOf(operation).some(({ schema }) => schema?.$ref?.endsWith(`/${name}`)),
  )
  if (bodies.length > 0) return `Body of ${bodies.join(', ')}.`
  if (answers.length > 0) return `Answer of ${answers.join(', ')}.`
  const wholes = Object.keys(schemas).filter((whole) => refsWithin(whole).has(name))
  return wholes.length > 0 ? `Part of ${wholes.map((whole) => `\`${whole}\``).join(', ')}.` : ''
}

function declaration(name: string, schema: JsonSchema): string {
  const description = comment((convenient[name] ?? schema).description ?? useOf(name), '')
  const type = convenient[name]?.text ?? typeOf(schema, '', sent.has(name))
  if (type.startsWith('{')) return `${description}export interface ${name} ${type}\n`
  return `${description}export type ${name} = ${type}\n`
}

/** The query parameters of an operation as an object. */
function queryDeclaration(operation: (typeof placedOperations)[number]): string {
  const parameters = queryOf(operation)
  if (parameters.length === 0) return ''
  const schema: JsonSchema = {
    type: 'object',
    properties: Object.fromEntries(
      parameters.map(({ name, schema: field, description }) => [
        name,
        { ...field, ...(description === undefined ? {} : { description }) },
      ]),
    ),
    required: parameters.filter(({ required }) => required).map(({ name }) => name ?? ''),
  }
  const where = `${operation.method} ${operation.path}`
  const note = queryIsArgument(operation) ? `Query of ${where}.` : `Options of ${where}.`
  return `${comment(note, '')}export interface ${typePrefix(operation)}Query ${typeOf(schema, '', true)}\n`
}

const problemCodes = (schemas.Problem?.properties?.code?.enum ?? []).map(String)

const codesNote = [
  'Every problem code that this client knows, in the order of docs/errors.md.',
  '',
  '@example',
  'const missing = problemCodes.filter((code) => !(code in translations))',
].join('\n')

const codeNote = [
  'A problem code that this client knows; docs/errors.md says what to do about each.',
  '',
  '@example',
  "const isBusy = (code: ProblemCode) => code === 'overloaded' || code === 'rate_limited'",
].join('\n')

/** Text of `src/problem-codes.generated.ts`. */
export function generatedProblemCodes(): string {
  return [
    notice('What can go wrong.'),
    `\n${comment(codesNote, '')}`,
    `export const problemCodes = [\n${problemCodes.map((code) => `  '${code}',\n`).join('')}] as const\n\n`,
    comment(codeNote, ''),
    'export type ProblemCode = (typeof problemCodes)[number]\n',
  ].join('')
}

/** Every code with the fields that its problem document adds. */
function problemFieldsDeclaration(): string {
  const fieldsOfCode = new Map(
    placedOperations.flatMap((operation) =>
      [...problemsOf(operation)].map(([code, { fields }]) => [code, fields]),
    ),
  )
  const problem = schemas.Problem?.properties ?? {}
  const lines = problemCodes.map((code) => {
    const fields = fieldsOfCode.get(code) ?? []
    if (fields.length === 0) return `  ${code}: unknown\n`
    const schema = {
      type: 'object',
      properties: Object.fromEntries(fields.map((field) => [field, problem[field] ?? {}])),
      required: fields,
    }
    return `  ${code}: ${typeOf(schema, '  ', false)}\n`
  })
  const note = 'What the problem document of each code adds. `unknown`: nothing.'
  return `${comment(note, '')}export interface ProblemFields {\n${lines.join('')}}\n`
}

function operationTypesDeclaration(): string {
  const lines = placedOperations.map((operation) => {
    const body = bodyOf(operation)
    const answer = answersOf(operation)[0]?.schema
    const types = [
      `body: ${body ? typeOf(body.schema, '', true) : 'undefined'}`,
      `query: ${queryOf(operation).length > 0 ? `${typePrefix(operation)}Query` : 'undefined'}`,
      `answer: ${answer ? typeOf(answer, '', false) : 'undefined'}`,
    ]
    return `  ${operation.operationId}: { ${types.join('; ')} }\n`
  })
  const note = [
    'What every operation is sent and what it answers, by operation id.',
    '',
    '@example',
    "type NewBooking = OperationTypes['createBooking']['body']",
  ].join('\n')
  return `${comment(note, '')}export interface OperationTypes {\n${lines.join('')}}\n`
}

/** Text of `src/types.generated.ts`. */
export function generatedTypes(): string {
  const hidden = new Set(['Problem'])
  return [
    notice('What travels.'),
    ...Object.entries(schemas)
      .filter(([name]) => !hidden.has(name))
      .map(([name, schema]) => declaration(name, schema)),
    ...placedOperations.map(queryDeclaration),
    problemFieldsDeclaration(),
    operationTypesDeclaration(),
  ]
    .filter((part) => part !== '')
    .join('\n')
}
