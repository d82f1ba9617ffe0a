import type { Answer } from './http-connection.ts'
import type { NextShot, Shot } from './load.ts'
import { bookedSlot, freeSlot, type Rooms, SINGLE_ROOMS, type Slot, SlotSupply } from './rooms.ts'
import { token } from './token.ts'

const base = '/api/v1'
const BULK_SLOTS = 100
const IDS_KEPT_MAX = 2_000

const get = (path: string): string =>
  `GET ${path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer ${token}\r\n\r\n`

const post = (path: string, body: object): string => {
  const text = JSON.stringify(body)
  return `POST ${path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`
}

const iso = (ms: number): string => new Date(ms).toISOString()

const times = ({ start, end }: Slot) => ({ startTime: iso(start), endTime: iso(end) })

const query = ({ resourceId, start, end }: Slot, more = ''): string =>
  `?resourceId=${resourceId}&startTime=${iso(start)}&endTime=${iso(end)}${more}`

/** The document's own example. */
const words = {
  title: 'Client Meeting',
  description: 'Quarterly review with ABC Corp',
  attendees: ['user-123', 'user-456'],
  metadata: { meetingType: 'client', priority: 'high' },
}

const RULE = 'FREQ=DAILY;COUNT=12'

/** Names of the operations that both servers have. */
export const operations = [
  'health',
  'availability',
  'availability, taken',
  'create',
  'create, 409',
  'recurring (12)',
  'get',
  'conflicts',
  'bulk (100)',
  'list',
  'resource',
  'resources',
] as const
export type OperationName = (typeof operations)[number]

/** The document's load test: operation and weight in percent. */
const mixWeights: readonly (readonly [OperationName, number])[] = [
  ['health', 5],
  ['availability', 35],
  ['create', 25],
  ['recurring (12)', 10],
  ['get', 15],
  ['conflicts', 8],
  ['bulk (100)', 2],
]

/** Numbers from 0 to below 1, the same for every server (mulberry32). */
const randomFrom = (seed: number) => {
  let state = seed
  return (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Makes requests for one server, and remembers what it has booked there. */
export class Shots {
  readonly #rooms: Rooms
  readonly #slots: SlotSupply
  readonly #random = randomFrom(1)
  readonly #ids: string[] = []
  #answers = 0

  constructor(rooms: Rooms) {
    this.#rooms = rooms
    this.#slots = new SlotSupply(rooms)
  }

  /** What is free, and what was booked. */
  get slots(): SlotSupply {
    return this.#slots
  }

  /** Bookings of one room; of as many as `racers` that want the same time one gets it. */
  hot(racers: number): NextShot {
    let serial = 0
    const room = this.#slots.wholeRoom().resourceId
    return () => {
      const text = this.#create(bookedSlot(room, Math.floor(serial++ / racers)))
      return racers === 1
        ? { name: 'hot', text, status: 201 }
        : { name: 'hot', text, status: 201, orStatus: 409 }
    }
  }

  /** @param operation an operation, or `mix` for all of the document's load test by their weights */
  next(operation: OperationName | 'mix'): NextShot {
    if (operation === 'mix') return () => this.#shot(this.#pick())
    return () => this.#shot(operation)
  }

  #pick(): OperationName {
    let left = this.#random() * 100
    for (const [operation, weight] of mixWeights) {
      left -= weight
      if (left < 0) return operation
    }
    return 'availability'
  }

  #shot(name: OperationName): Shot {
    const shot = (text: string, status = 200): Shot => ({ name, text, status })
    switch (name) {
      case 'health':
        return shot(get(`${base}/health`))
      case 'availability':
        return shot(get(`${base}/availability${query(this.#slots.besideKnown(this.#random()))}`))
      case 'availability, taken':
        return shot(get(`${base}/availability${query(this.#slots.knownSlot(this.#random()))}`))
      case 'create':
        return {
          ...shot(this.#create(this.#slots.single()), 201),
          onAnswer: (answer) => this.#remember(answer),
        }
      case 'create, 409':
        return shot(this.#create(this.#slots.knownSlot(this.#random())), 409)
      case 'recurring (12)':
        return shot(this.#recurring(this.#slots.series()), 201)
      case 'get':
        return shot(get(`${base}/bookings/${this.#ids[Math.floor(this.#random() * this.#ids.length)]}`))
      case 'conflicts':
        return shot(
          get(
            `${base}/conflicts${query(this.#slots.besideKnown(this.#random()), `&recurrenceRule=${RULE}`)}`,
          ),
        )
      case 'bulk (100)':
        return shot(this.#bulk())
      case 'list': {
        const { resourceId, start } = this.#slots.knownSlot(this.#random())
        return shot(
          get(`${base}/bookings?resourceId=${resourceId}&from=${iso(start)}&to=${iso(start + 86_400_000)}`),
        )
      }
      case 'resource':
        return shot(get(`${base}/resources/${this.#room()}`))
      case 'resources':
        return shot(get(`${base}/resources?page=2`))
    }
  }

  #room(): string {
    return this.#rooms[Math.floor(this.#random() * SINGLE_ROOMS)]!
  }

  #create(slot: Slot): string {
    const { resourceId } = slot
    return post(`${base}/bookings`, { resourceId, ...words, ...times(slot), createdBy: 'bench' })
  }

  #recurring(slot: Slot): string {
    const { resourceId } = slot
    return post(`${base}/bookings/recurring`, {
      resourceId,
      ...words,
      ...times(slot),
      recurrenceRule: RULE,
      createdBy: 'bench',
    })
  }

  #bulk(): string {
    const resourceId = this.#room()
    const timeSlots = Array.from({ length: BULK_SLOTS }, (_, hour) => times(freeSlot(resourceId, hour)))
    return post(`${base}/availability/bulk`, { resourceId, timeSlots })
  }

  /** Reading every answer would cost more than it is worth. */
  #remember({ status, body }: Answer): void {
    if (status !== 201 || this.#answers++ % 8 > 0) return
    const { id } = JSON.parse(body.toString()) as { id: string }
    if (this.#ids.length < IDS_KEPT_MAX) this.#ids.push(id)
    else this.#ids[Math.floor(this.#random() * IDS_KEPT_MAX)] = id
  }
}

/** A request to the bare server, with the size of a create. */
export const echoShot = (isPost: boolean): Shot => {
  const body = { ...words, ...times(bookedSlot('', 0)), resourceId: crypto.randomUUID(), createdBy: 'bench' }
  return { name: 'echo', text: isPost ? post('/echo', body) : get('/echo'), status: 200 }
}

/** Requests that only the API itself has to do with: liveness, and who asks. */
export const ownShots = {
  live: { name: 'live', text: get(`${base}/health/live`), status: 200 },
  me: { name: 'me', text: get(`${base}/auth/me`), status: 200 },
} as const satisfies Readonly<Record<string, Shot>>
