import { expect, test } from 'vitest'
import { createGate } from './gate.ts'
import { Problem } from './problem.ts'

/** A gate for one connection: 4 go through, 64 wait. */
const openGate = () => {
  const state = { nowMs: 0 }
  const gate = createGate({ connectionsMax: 1, clock: () => state.nowMs })
  const finishing: (() => void)[] = []
  const begun: number[] = []
  let serial = 0
  const enter = () => {
    const number = serial++
    return gate.run(async () => {
      begun.push(number)
      await new Promise<void>((resolve) => finishing.push(resolve))
      return number
    })
  }
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve))
  const finishOne = async () => {
    finishing.shift()?.()
    await settle()
  }
  return { gate, enter, begun, finishOne, settle, state }
}

test('as many go through as the pool can take, the others wait in their order', async () => {
  const { gate, enter, begun, finishOne, settle } = openGate()
  const all = Promise.all(Array.from({ length: 7 }, enter))
  await settle()
  expect(begun).toEqual([0, 1, 2, 3])
  expect(gate.figures()).toEqual({ connectionsMax: 1, limit: 4, running: 4, waiting: 3, shed: 0 })
  for (let finished = 0; finished < 7; finished++) await finishOne()
  expect(await all).toEqual([0, 1, 2, 3, 4, 5, 6])
  expect(gate.figures()).toMatchObject({ running: 0, waiting: 0, shed: 0 })
})

test('who finds everything full is turned away at once, told when to come again, and nothing is begun', async () => {
  const { gate, enter, begun, finishOne, settle } = openGate()
  const served = Array.from({ length: 68 }, enter)
  await settle()
  const refused = await enter().catch((error) => error)
  expect(refused).toBeInstanceOf(Problem)
  expect(refused).toMatchObject({ code: 'overloaded', headers: { 'Retry-After': '1' } })
  expect(begun).toHaveLength(4)
  expect(gate.assertRoom).toThrow(Problem)
  expect(gate.figures()).toMatchObject({ running: 4, waiting: 64, shed: 2 })
  await finishOne()
  expect(gate.assertRoom).not.toThrow()
  for (let finished = 0; finished < 67; finished++) await finishOne()
  expect(await Promise.all(served)).toHaveLength(68)
})

test('who has waited for two seconds is turned away when the turn comes, and the next one is served', async () => {
  const { gate, enter, begun, finishOne, settle, state } = openGate()
  const first = Array.from({ length: 4 }, enter)
  const late = enter().catch((error) => error)
  await settle()
  state.nowMs = 2_001
  const inTime = enter()
  await settle()
  await finishOne()
  expect(await late).toMatchObject({ code: 'overloaded' })
  expect(begun).toEqual([0, 1, 2, 3, 5])
  for (let finished = 0; finished < 4; finished++) await finishOne()
  expect(await inTime).toBe(5)
  expect(await Promise.all(first)).toEqual([0, 1, 2, 3])
  expect(gate.figures()).toMatchObject({ running: 0, waiting: 0, shed: 1 })
})

test('work that fails gives its place back', async () => {
  const { gate } = openGate()
  for (let failed = 0; failed < 10; failed++)
    await expect(gate.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  await expect(
    gate.run(() => {
      throw new Error('at once')
    }),
  ).rejects.toThrow('at once')
  expect(gate.figures()).toMatchObject({ running: 0, waiting: 0 })
})
