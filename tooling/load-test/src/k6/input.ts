import type { Profile } from '../profiles.ts'

/** What the script is told in the file that INPUT names. */
export interface Input {
  /** `http://…/api/v1` */
  readonly base: string
  readonly profile: Profile
  /** One a user. */
  readonly tokens: readonly string[]
  readonly rooms: readonly Room[]
  /** Monday, 00:00 UTC, from which slots are counted; milliseconds since the epoch. */
  readonly mondayMs: number
}

export interface Room {
  readonly id: string
  /** A booking that was made before the run. */
  readonly kept: { readonly id: string; readonly title: string }
}
