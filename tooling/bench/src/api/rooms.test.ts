import { expect, it } from 'vitest'
import { ROOMS, SlotSupply } from './rooms.ts'

const rooms = Array.from({ length: ROOMS }, (_, room) => `room ${room}`)

it('no slot that is handed out meets another, nor the free time beside any', () => {
  const slots = new SlotSupply(rooms)
  const singles = Array.from({ length: 5_000 }, () => slots.single())
  const series = Array.from({ length: 5_000 }, () => slots.series())
  const days = (start: number) => Array.from({ length: 12 }, (_, day) => start + day * 86_400_000)
  const claims = [
    ...singles.map(({ resourceId, start }) => `${resourceId} ${start}`),
    ...series.flatMap(({ resourceId, start }) => days(start).map((at) => `${resourceId} ${at}`)),
    ...Array.from({ length: 50 }, () => slots.wholeRoom().resourceId),
  ]
  expect(new Set(claims).size).toBe(claims.length)
  const beside = slots.besideKnown(0.5)
  expect(claims).not.toContain(`${beside.resourceId} ${beside.start}`)
  expect(claims).toContain(`${slots.knownSlot(0.5).resourceId} ${slots.knownSlot(0.5).start}`)
})
