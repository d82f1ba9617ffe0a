import * as z from 'zod'
import { url } from './kinds.ts'

/** Settings that every program has. */
export const sharedFields = {
  DATABASE_URL: url('postgresql', 'postgres'),
  /** Address of the network interface that ports are opened at. */
  HOST: z.string().min(1).default('0.0.0.0'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
}
