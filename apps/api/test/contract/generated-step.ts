import { type Operation, type OperationId, operationList, operations } from '@booking/contract'
import fc from 'fast-check'
import { described, resolved } from '../described.ts'
import type { Role } from '../test-app.ts'
import { junk, oddBodies, oddHeaders, oddIds, oddQueries, withDamage } from './damage.ts'
import { type Schema, valuesOf } from './json-schema-values.ts'

/** One request as it was generated; `pick` chooses among what earlier answers held. */
export interface Step {
  readonly operation: Operation
  readonly method: string
  readonly as: string | null
  readonly role: Role
  readonly pick: number
  /** About the booking that was made last, whatever `pick` says. */
  readonly isAboutNewest: boolean
  /** Used instead of what `pick` chooses. */
  readonly oddId: string | undefined
  readonly query: Readonly<Record<string, unknown>>
  readonly oddQuery: string | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

/** A value once in so many times. */
const onceIn = <Value>(times: number, arbitrary: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: times - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary })

const parametersOf = (
  operation: Operation,
  where: 'query' | 'header',
): fc.Arbitrary<Record<string, unknown>> => {
  const parameters: Schema[] = (described.paths[operation.path][operation.method].parameters ?? [])
    .map(resolved)
    .filter((parameter: Schema) => parameter.in === where)
  const nameOf = ({ name }: Schema) => (where === 'header' ? name.toLowerCase() : name)
  const shape = Object.fromEntries(
    parameters.map((parameter) => {
      const values = valuesOf(described, parameter.schema, nameOf(parameter))
      return [parameter.name, parameter.required ? values : onceIn(4, values)]
    }),
  )
  return fc.record(shape)
}

const validBodiesOf = (operation: Operation): fc.Arbitrary<unknown> => {
  const { requestBody } = described.paths[operation.path][operation.method]
  if (requestBody === undefined) return fc.constant(undefined)
  return valuesOf(described, requestBody.content['application/json'].schema)
}

const bodiesOf = (operation: Operation): fc.Arbitrary<unknown> => {
  const valid = validBodiesOf(operation)
  if (operation.body === undefined) return valid
  return fc.oneof(
    { weight: 7, arbitrary: valid },
    { weight: 3, arbitrary: withDamage(valid) },
    { weight: 1, arbitrary: oddBodies },
    { weight: 1, arbitrary: junk },
  )
}

const callers = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ as: 'olive', role: 'standard' } as const) },
  { weight: 5, arbitrary: fc.constant({ as: 'admin', role: 'admin' } as const) },
  { weight: 1, arbitrary: fc.constant({ as: 'stranger', role: 'premium' } as const) },
  { weight: 1, arbitrary: fc.constant({ as: null, role: 'standard' } as const) },
)

const methods = fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND')

const stepsOf = (operation: Operation): fc.Arbitrary<Step> =>
  fc
    .record({
      caller: callers,
      method: onceIn(40, methods),
      pick: fc.nat(),
      oddId: onceIn(15, oddIds),
      query: parametersOf(operation, 'query'),
      oddQuery: onceIn(15, oddQueries),
      headers: parametersOf(operation, 'header') as fc.Arbitrary<Record<string, string | undefined>>,
      oddHeader: onceIn(15, oddHeaders),
      body: bodiesOf(operation),
    })
    .map(({ caller, method, headers, oddHeader, ...step }) => ({
      ...step,
      ...caller,
      operation,
      isAboutNewest: false,
      method: method ?? operation.method.toUpperCase(),
      headers: Object.fromEntries(
        Object.entries({ ...headers, ...oddHeader }).filter(([, value]) => value !== undefined),
      ) as Record<string, string>,
    }))

/** Passwords take as long to check as they should; what ends things comes less often than what makes them. */
const weightOf = ({ operationId, method }: Operation): number => {
  if (/^(createUser|updateUser|health|logout|deleteResource|replacePermissions)/.test(operationId)) return 1
  if (/^(issueToken|getMe)/.test(operationId)) return 2
  return /^create/.test(operationId) ? 12 : method === 'post' ? 5 : 4
}

/** Requests to every operation, most of them as the contract wants them, many with something wrong. */
const steps: fc.Arbitrary<Step> = fc.oneof(
  ...operationList.map((operation) => ({ weight: weightOf(operation), arbitrary: stepsOf(operation) })),
)

/** What a series goes through, in this order, with the fields that are sent: few, so that most lives are whole ones. */
const fieldsOfLife = {
  createRecurringBooking: ['resourceId', 'title', 'startTime', 'endTime', 'recurrenceRule', 'conflictPolicy'],
  getBooking: [],
  patchBooking: ['title', 'description'],
  createException: ['exceptionType', 'exceptionDate', 'reason', 'newTitle'],
  updateBooking: ['title', 'metadata'],
  cancelBooking: [],
} as const satisfies { readonly [Id in OperationId]?: readonly string[] }

type StepOfLife = keyof typeof fieldsOfLife

export const life = Object.keys(fieldsOfLife) as StepOfLife[]

const only = (fields: readonly string[], body: unknown): unknown =>
  body === undefined
    ? undefined
    : Object.fromEntries(Object.entries(body as object).filter(([name]) => fields.includes(name)))

/** A step of a life: nothing is wrong with it but what the booking itself may be refused for. */
const stepOfLife = (id: StepOfLife): fc.Arbitrary<Step> =>
  fc.record({ body: validBodiesOf(operations[id]), pick: fc.nat(1_000) }).map(({ body, pick }) => ({
    operation: operations[id],
    method: operations[id].method.toUpperCase(),
    as: 'admin',
    role: 'admin',
    // As `pick` is read: the fields are put in order, and the date is one that the series has.
    pick: pick * 48 + 1,
    isAboutNewest: true,
    oddId: undefined,
    query: {},
    oddQuery: undefined,
    headers: {},
    body: only(fieldsOfLife[id], body),
  }))

const lives: fc.Arbitrary<Step[]> = fc.tuple(...life.map(stepOfLife))

/** Requests in their order: single ones about anything, and whole lives of a series among them. */
export const sequences = (length: number): fc.Arbitrary<Step[]> =>
  fc
    .array(
      fc.oneof({ weight: 20, arbitrary: steps.map((step) => [step]) }, { weight: 1, arbitrary: lives }),
      { minLength: length, maxLength: length, size: 'max' },
    )
    .map((parts) => parts.flat().slice(0, length))
