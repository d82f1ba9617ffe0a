import type { operations, ProblemAnswer } from '@booking/contract'
import { operationList } from '@booking/contract'
import { expect, expectTypeOf, test } from 'vitest'
import type * as z from 'zod'
import { createBookingClient, type OperationTypes, type ProblemCode, problemCodes } from '../src/index.ts'
import { type OperationId, operationTable } from '../src/operations.generated.ts'

type Contract = typeof operations

/** A type without what the client makes more convenient: dates for instants, read-only lists, explicit undefined. */
type Plain<T> = T extends Date
  ? never
  : T extends readonly (infer Item)[]
    ? Plain<Item>[]
    : T extends object
      ? string extends keyof T
        ? 'record'
        : { [Key in keyof T as [Exclude<T[Key], undefined>] extends [never] ? never : Key]: Plain<T[Key]> }
      : T

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

/** Written out, so that intersections and interfaces compare by their fields. */
type Flat<T> = T extends object ? { -readonly [Key in keyof T]: Flat<T[Key]> } : T

type Equal<A, B> = Same<Flat<Plain<A>>, Flat<Plain<B>>>

type BodyOf<Id extends OperationId> = Contract[Id] extends { body: infer Body extends z.ZodType }
  ? z.input<Body>
  : undefined

type QueryOf<Id extends OperationId> = Contract[Id] extends { query: infer Query extends z.ZodType }
  ? z.input<Query>
  : never

/** Schema of the answer with 2xx. */
type AnswerOf<Id extends OperationId> = Contract[Id]['responses'] extends {
  200: { schema: infer Schema extends z.ZodType }
}
  ? z.output<Schema>
  : Contract[Id]['responses'] extends { 201: { schema: infer Schema extends z.ZodType } }
    ? z.output<Schema>
    : undefined

/** The parameters of a query, and whether each may be left out; an operation without any has `never`. */
type Presence<T> = [T] extends [never]
  ? never
  : string extends keyof T
    ? never
    : { [Key in keyof T]: Record<never, never> extends Pick<T, Key> ? 'may be absent' : 'required' }

type AllTrue = { readonly [Id in OperationId]: true }

test('every body is what the contract reads', () => {
  expectTypeOf<{
    readonly [Id in OperationId]: Equal<OperationTypes[Id]['body'], BodyOf<Id>>
  }>().toEqualTypeOf<AllTrue>()
})

test('every answer is what the contract writes', () => {
  expectTypeOf<{
    readonly [Id in OperationId]: Equal<OperationTypes[Id]['answer'], AnswerOf<Id>>
  }>().toEqualTypeOf<AllTrue>()
})

test('every query has the parameters of the contract, and the same ones are required', () => {
  expectTypeOf<{
    readonly [Id in OperationId]: Equal<
      Presence<NonNullable<OperationTypes[Id]['query']>>,
      Presence<QueryOf<Id>>
    >
  }>().toEqualTypeOf<AllTrue>()
})

test('the problem codes are those of the contract', () => {
  expectTypeOf<ProblemCode>().toEqualTypeOf<ProblemAnswer['code']>()
  expect(new Set(problemCodes).size).toBe(problemCodes.length)
})

test('every operation of the contract can be called, each under a name of its own', () => {
  expect(Object.keys(operationTable).toSorted()).toEqual(
    operationList.map(({ operationId }) => operationId).toSorted(),
  )
  const client = createBookingClient({ baseUrl: 'http://localhost' })
  const methods = Object.values(client).flatMap((group) => Object.values(group))
  const paged = operationList.filter(({ query }) => query && 'page' in query.shape)
  expect(methods).toHaveLength(operationList.length + paged.length)
  expect(methods.every((method) => typeof method === 'function')).toBe(true)
})

test('what may be repeated is what the contract says can be repeated', () => {
  for (const operation of operationList) {
    const { repeat, method } = operationTable[operation.operationId as OperationId]
    expect(method).toBe(operation.method.toUpperCase())
    const takesKey = 'idempotency-key' in operation.headers.shape
    if (takesKey) expect([operation.operationId, repeat]).toEqual([operation.operationId, 'keyed'])
    if (repeat === 'safe') expect(takesKey).toBe(false)
    if (operation.method === 'get') expect(repeat).toBe('safe')
  }
  const safePosts = Object.entries(operationTable).filter(
    ([, row]) => row.repeat === 'safe' && row.method !== 'GET',
  )
  expect(safePosts.map(([id]) => id)).toEqual(['checkAvailabilityBulk'])
})
