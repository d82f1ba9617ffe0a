import type { OperationName } from '../api/shots.ts'

/** What is profiled: what the goals that are missed are about, and a check. */
export const profiled = [
  'create',
  'recurring (12)',
  'bulk (100)',
  'list',
  'availability',
  'mix',
] as const satisfies readonly (OperationName | 'mix')[]
export type ProfiledName = (typeof profiled)[number]

/** As many clients as the tables of operations have. */
export const clientsOf = (name: ProfiledName): number => (name === 'mix' ? 100 : 16)
