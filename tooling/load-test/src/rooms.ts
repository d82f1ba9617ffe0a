import { SignJWT } from 'jose'
import type { Room } from './k6/input.ts'
import { Refusal } from './refusal.ts'
import { keptSlot } from './slots.ts'
import type { System } from './system/system.ts'

/** Enough that the bookings of four hours find a time each. */
const ROOMS = 1_200
/** Each administrator makes and retires so many, three requests a room: less than a minute's limit. */
const ROOMS_EACH = 300
const AT_ONCE = 20
const openHours = { start: '09:00', end: '18:00' }

/** Signs tokens as an identity provider would. */
export class Tokens {
  readonly #key: Uint8Array

  readonly #lifeSeconds: number

  /** @param secret key of HS256 tokens */
  constructor(secret: string, lifeSeconds: number) {
    this.#key = new TextEncoder().encode(secret)
    this.#lifeSeconds = lifeSeconds
  }

  /** One for each of `count` people, all of the role `standard`. */
  forUsers(count: number): Promise<string[]> {
    return Promise.all(Array.from({ length: count }, (_, i) => this.sign(`load-user-${i + 1}`, 'standard')))
  }

  sign(subject: string, role: 'standard' | 'admin'): Promise<string> {
    return new SignJWT({ role })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(subject)
      .setIssuedAt()
      .setExpirationTime(`${Math.ceil(this.#lifeSeconds)}s`)
      .sign(this.#key)
  }
}

/** Who makes a room: several people, since each has a limit. */
function adminOf(room: number): string {
  return `load-admin-${Math.floor(room / ROOMS_EACH) + 1}`
}

/**
 * Makes rooms that are open on every day from 09:00 to 18:00, with one booking each.
 * @throws Refusal when the system does not answer as it must
 */
export async function makeRooms({ base }: System, tokens: Tokens, mondayMs: number): Promise<Room[]> {
  return inParallel(ROOMS, async (i) => {
    const token = await tokens.sign(adminOf(i), 'admin')
    const name = `Load Test Room ${i + 1}`
    const room = { name, type: 'meeting_room', capacity: 10, businessHours: openHours, timeZone: 'UTC' }
    const { id } = await post(`${base}/resources`, token, room)
    const { startMs, endMs } = keptSlot(i, mondayMs)
    const title = `Handover ${i + 1}`
    const times = { startTime: new Date(startMs).toISOString(), endTime: new Date(endMs).toISOString() }
    const booking = await post(`${base}/bookings`, token, { resourceId: id, title, ...times })
    return { id, kept: { id: booking.id, title } }
  })
}

/** Takes the rooms out of use, in a system that lives on. */
export async function retireRooms({ base }: System, tokens: Tokens, rooms: readonly Room[]): Promise<void> {
  await inParallel(rooms.length, async (i) => {
    const headers = { Authorization: `Bearer ${await tokens.sign(adminOf(i), 'admin')}` }
    const answer = await fetch(`${base}/resources/${rooms[i]!.id}`, { method: 'DELETE', headers })
    await answer.arrayBuffer()
  })
}

async function post(url: string, token: string, body: object): Promise<{ id: string }> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  }).catch((error: Error) => {
    throw new Refusal(
      `${url} does not answer: ${error.cause instanceof Error ? error.cause.message : error.message}`,
    )
  })
  const text = await answer.text()
  if (answer.status !== 201) throw new Refusal(`${url} answered ${answer.status}: ${text.slice(0, 500)}`)
  return JSON.parse(text) as { id: string }
}

async function inParallel<T>(count: number, work: (i: number) => Promise<T>): Promise<T[]> {
  const results: T[] = []
  let next = 0
  const lane = async () => {
    while (next < count) {
      const i = next++
      results[i] = await work(i)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
  return results
}
