import { expect, it } from 'vitest'
import type { CallFrame } from './sources.ts'
import { sumProfile } from './sum-profile.ts'

const sourceOf = ({ url, lineNumber }: CallFrame) => ({ file: url, line: lineNumber + 1 })

type Call = readonly [name: string, url: string, hits: number]

/** Nodes of a profile, each called by the one before it, with so many samples. */
const stack = (calls: readonly Call[]) =>
  calls.map(([functionName, url, hitCount], id) => ({
    id,
    callFrame: { functionName, url, lineNumber: 0, columnNumber: 0 },
    hitCount,
    children: id + 1 < calls.length ? [id + 1] : [],
  }))

const summed = (...calls: readonly Call[]) => {
  const { places, ...rest } = sumProfile({ nodes: stack(calls), timeDeltas: [90, 100, 5_000] }, sourceOf)
  return { places: Object.fromEntries(places), ...rest }
}

it('a sample is worth the middle of the times between them, and idle ones are none', () => {
  expect(
    summed(['(root)', '', 0], ['(idle)', '', 7], ['planClaims', 'packages/storage/src/a.ts', 3]),
  ).toEqual({
    places: { '`@booking/storage`': 300 },
    functions: [{ name: 'planClaims', source: { file: 'packages/storage/src/a.ts', line: 1 }, us: 300 }],
    samples: 3,
  })
})

it('what is built in counts for the function that calls it', () => {
  const { places, functions } = summed(['readJson', 'apps/api/src/read-json.ts', 1], ['parse', '', 2])
  expect(places).toEqual({ 'validation (zod, contract)': 300 })
  expect(functions.map(({ name, us }) => [name, us])).toEqual([['readJson', 300]])
})

it('what Node lends counts for its caller, under its own name', () => {
  const { places, functions } = summed(
    ['mintId', 'packages/storage/src/mint-id.ts', 0],
    ['randomFillSync', 'node:internal/crypto/random', 1],
    ['run', '', 1],
  )
  expect(places).toEqual({ '`@booking/storage`': 200 })
  expect(functions.map(({ name, us }) => [name, us])).toEqual([['randomFillSync', 200]])
})

it('a write to a socket counts for whom it serves, and not for what of Node lies between', () => {
  const between = ['handleWriteReq', 'node:internal/stream_base_commons', 0] as const
  const write = ['writeBuffer', '', 2] as const
  const placeFor = (file: string) => summed(['send', file, 0], between, write).places
  expect(placeFor('postgres/src/connection.js')).toEqual({ 'writing the statement to PostgreSQL': 200 })
  expect(placeFor('ioredis/built/Pipeline.js')).toEqual({ 'writing the hit to Redis': 200 })
  expect(placeFor('@hono/node-server/dist/index.mjs')).toEqual({ 'writing the answer': 200 })
})

it('the collector and the engine are places, and no functions', () => {
  const { places, functions } = summed(['(garbage collector)', '', 1], ['(program)', '', 2])
  expect(places).toEqual({ 'garbage collection': 100, 'the engine itself': 200 })
  expect(functions).toEqual([])
})
