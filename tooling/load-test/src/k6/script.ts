import { sleep } from 'k6'
import { SharedArray } from 'k6/data'
import exec from 'k6/execution'
import http from 'k6/http'
import { Counter, Rate } from 'k6/metrics'
import type { Booked } from '../check-answer.ts'
import { k6Options } from '../k6-options.ts'
import { isError, type Outcome } from '../outcome.ts'
import { roll } from '../roll.ts'
import { dealtTo } from '../scenarios.ts'
import { keptSlot } from '../slots.ts'
import type { Input, Room } from './input.ts'
import { operations, type Turn } from './operations.ts'

const read = (): Input => JSON.parse(open(__ENV.INPUT!))
const rooms = new SharedArray<Room>('rooms', () => [...read().rooms])
const tokens = new SharedArray<string>('tokens', () => [...read().tokens])
const { base, profile, mondayMs } = new SharedArray<Input>('input', () => [
  { ...read(), rooms: [], tokens: [] },
])[0]!

export const options = k6Options(profile)

const success = new Rate('success')
const errors = new Rate('errors')
const wrongAnswers = new Counter('wrong_answers')

const CHOICE_PAUSE = 1
const PAUSE_SPREAD = 0.25
const BOOKINGS_REMEMBERED = 50

/** What this user has booked so far, the latest ones. */
const mine: Booked[] = []

http.setResponseCallback(http.expectedStatuses(200, 201, 409))

/** One request, checked, and a line about it; then a pause where the profile has one. */
export function mix(): void {
  const begun = Date.now()
  const index = exec.scenario.iterationInTest
  const { id: scenario, rank } = dealtTo(index)
  const user = profile.pauseMs > 0 ? exec.vu.idInTest - 1 : index
  const turn: Turn = {
    base,
    index,
    rank,
    mondayMs,
    rooms,
    known: mine.length > 0 ? mine[index % mine.length]! : kept(index % rooms.length),
    params: {
      headers: {
        Authorization: `Bearer ${tokens[user % tokens.length]!}`,
        'Content-Type': 'application/json',
      },
      tags: { operation: scenario, name: scenario },
    },
  }
  const { response, outcome, detail, booked } = operations[scenario](turn)
  if (booked !== undefined)
    mine[mine.length < BOOKINGS_REMEMBERED ? mine.length : index % mine.length] = booked
  report(scenario, response.status, response.timings.duration, outcome, detail)
  if (profile.pauseMs > 0)
    pause(begun, profile.pauseMs * (1 + PAUSE_SPREAD * (2 * roll(index, CHOICE_PAUSE) - 1)))
}

function kept(room: number): Booked {
  const { id, kept: booking } = rooms[room]!
  return { ...booking, resourceId: id, slot: keptSlot(room, mondayMs) }
}

/** The line is CSV; the runner follows the file while it grows. */
function report(
  operation: string,
  status: number,
  ms: number,
  outcome: Outcome,
  detail: string | null,
): void {
  success.add(outcome === 'right', { operation })
  errors.add(isError(outcome))
  if (outcome === 'wrong') wrongAnswers.add(1)
  const words = detail === null ? '' : `"${detail.replace(/["\r\n]/g, "'")}"`
  console.log(`${Date.now()},${operation},${status},${ms.toFixed(2)},${outcome},${words}`)
}

function pause(begun: number, ms: number): void {
  const left = ms - (Date.now() - begun)
  if (left > 0) sleep(left / 1000)
}

/** k6's own figures, where the runner looks for them. */
export function handleSummary(data: unknown): Record<string, string> {
  return { [__ENV.SUMMARY!]: JSON.stringify(data) }
}
