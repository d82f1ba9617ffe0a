import type { Credentials } from './first-admin.ts'

/** The first of the demo resources: Conference Room A, open from 09:00 to 18:00 UTC. */
const DEMO_RESOURCE_ID = '550e8400-e29b-41d4-a716-446655440001'
const DAY_MS = 86_400_000

export interface SummaryFacts {
  readonly port: number
  /** Absent where tokens come from elsewhere (JWT_JWKS_URL). */
  readonly token: string | undefined
  /** The administrator that was made just now; its password is shown this once. */
  readonly firstAdmin: Credentials | null
  readonly hasDemoResources: boolean
  /** Where the data lie, in words. */
  readonly dataPlace: string
  readonly now: Date
  readonly strong: (text: string) => string
}

/** What the person needs to go on: addresses, a token, a request to try, how to stop. Commands stand free of frames, to be copied. */
export function summary(facts: SummaryFacts): string {
  const { port, token, firstAdmin, hasDemoResources, dataPlace, now, strong } = facts
  const address = `http://localhost:${port}`
  const rows = [
    ['API', `${address}/api/v1`],
    ['Docs', `${address}/docs`],
    ['Health', `${address}/api/v1/health`],
    ['Data', dataPlace],
    ['Stop', 'Ctrl-C'],
  ].map(([name = '', value = '']) => `${name.padEnd(8)}${value}`)
  const parts = [frame([strong('The booking engine is ready.'), '', ...rows], 'The booking engine is ready.')]
  if (firstAdmin !== null)
    parts.push(
      `The first administrator, to sign in with POST /api/v1/auth/token. The password is not shown again:\n\n${firstAdmin.email}  ${firstAdmin.password}`,
    )
  if (token !== undefined) {
    const booking = hasDemoResources ? `\n${bookingCommand(address, now)}` : ''
    const what = hasDemoResources ? ', and a booking made with it (the same again answers 409)' : ''
    parts.push(`An admin token, valid for 24 hours${what}:\n\nTOKEN=${token}${booking}`)
  }
  return `\n${parts.join('\n\n')}\n`
}

function bookingCommand(address: string, now: Date): string {
  const day = new Date(now.getTime() + DAY_MS).toISOString().slice(0, 10)
  const body = JSON.stringify({
    resourceId: DEMO_RESOURCE_ID,
    title: 'First booking',
    startTime: `${day}T10:00:00.000Z`,
    endTime: `${day}T11:00:00.000Z`,
  })
  return [
    `curl -sS -X POST ${address}/api/v1/bookings \\`,
    `  -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\`,
    `  -d '${body}'`,
  ].join('\n')
}

/** @param plainTitle the first line as it looks: colour codes take no room */
function frame(lines: readonly string[], plainTitle: string): string {
  const widths = [plainTitle.length, ...lines.slice(1).map((line) => line.length)]
  const width = Math.max(...widths)
  const body = lines.map((line, index) => `│ ${line}${' '.repeat(width - (widths[index] ?? 0))} │`)
  return [`╭${'─'.repeat(width + 2)}╮`, ...body, `╰${'─'.repeat(width + 2)}╯`].join('\n')
}
