import * as z from 'zod'
import { answer } from './answer.ts'
import { instantText } from './instant.ts'

/** `degraded`: Redis or the worker is gone or the horizon is behind, requests are served. `unhealthy`: the database is gone. */
export const healthStatuses = ['healthy', 'degraded', 'unhealthy'] as const
export type HealthStatus = (typeof healthStatuses)[number]

/** `off`: not configured. */
export const checkStatuses = ['up', 'down', 'off'] as const
export type CheckStatus = (typeof checkStatuses)[number]

const status = z.enum(checkStatuses)
const latencyMs = z.number().min(0).optional()
const connections = z.int().min(0)

/** Answer of GET /health: the four fields of every health answer, and what they rest on. */
export const healthAnswer = answer({
  status: z.enum(healthStatuses),
  timestamp: instantText,
  version: z.string(),
  uptime: z.string().meta({ description: 'As people read it, for example `2h 15m 30s`.' }),
  checks: answer({
    database: answer({
      status,
      latencyMs,
      pool: answer({
        max: connections,
        active: connections,
        idle: connections,
        waiting: connections.meta({ description: 'Requests that wait for a connection.' }),
      }).optional(),
    }),
    redis: answer({ status, latencyMs }),
    worker: answer({ status, lastSeenAt: instantText.nullable().optional() }),
    horizon: answer({
      status,
      lagSeconds: z.int().min(0).optional().meta({
        description: 'How far the horizon, up to which series are written out, is behind where it belongs.',
      }),
    }),
  }).optional(),
}).meta({ id: 'Health' })

/** Answer of GET /health/live and /health/ready. */
export const probeAnswer = answer({ status: z.enum(['ok', 'unavailable']) }).meta({ id: 'Probe' })

/** Health checkers add parameters of their own; none is refused. */
export const healthQuery = z.object({})

export type HealthAnswer = z.output<typeof healthAnswer>
export type ProbeAnswer = z.output<typeof probeAnswer>

/** Uptime as the health answer writes it: 8,130 seconds are `2h 15m 30s`. Hours go on past 24. */
export function formatUptime(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  return `${Math.floor(whole / 3_600)}h ${Math.floor(whole / 60) % 60}m ${whole % 60}s`
}
