const admin = { email: 'admin@example.com', password: 'a password of a test' }

/** Settings of an API that `trafficTo` can be done to: whoever is not the administrator is soon refused. */
export const trafficSettings = {
  ADMIN_EMAIL: admin.email,
  ADMIN_PASSWORD: admin.password,
  RATE_LIMIT_MAX: '3',
  RATE_LIMIT_MAX_ADMIN: '1000000',
}

const DAY_MS = 86_400_000

/**
 * Signs in, makes a room, and returns what uses the API once in each way that a dashboard shows: a booking whose
 * attendee is told, one that conflicts with it, reading, what is not there, and a request that the limit refuses.
 *
 * @param base `http://…/api/v1`
 */
export const trafficTo = async (base: string): Promise<() => Promise<void>> => {
  const send = async (path: string, body?: object, token?: string) => {
    const answer = await fetch(`${base}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    return { status: answer.status, text, body: text === '' ? {} : JSON.parse(text) }
  }
  const must = async (status: number, ...request: Parameters<typeof send>) => {
    const answer = await send(...request)
    if (answer.status !== status) throw new Error(`${request[0]}: ${answer.status} ${answer.text}`)
    return answer.body
  }
  const { accessToken } = await must(200, '/auth/token', admin)
  const room = { name: 'Room', type: 'meeting_room', capacity: 10 }
  const { id: resourceId } = await must(201, '/resources', room, accessToken)
  let startMs = Date.now() + DAY_MS
  return async () => {
    startMs += 3_600_000
    const booking = {
      resourceId,
      title: 'Meeting',
      startTime: new Date(startMs).toISOString(),
      endTime: new Date(startMs + 1_800_000).toISOString(),
      attendees: ['ada@example.com'],
    }
    const { id } = await must(201, '/bookings?notifyAttendees=true', booking, accessToken)
    await must(409, '/bookings', booking, accessToken)
    await must(200, `/bookings/${id}`, undefined, accessToken)
    await must(404, '/nowhere', undefined, accessToken)
    await send('/resources')
  }
}
