import type { Part } from './sampler.ts'

/** The system that is put under load. */
export interface System {
  /** `http://…/api/v1` */
  readonly base: string
  /** Key of HS256 tokens. */
  readonly jwtSecret: string
  /** Of the API, with its path; undefined where they are not served. */
  readonly metricsUrl: string | undefined
  /** Where its database can be proven afterwards. */
  readonly databaseUrl: string | undefined
  /** What runs on this machine, by process number. */
  readonly pids: Readonly<Partial<Record<Part, number>>>
  /** In words, for the report. */
  readonly description: string
  /** Rejects when a part of it ends by itself. */
  readonly failed: Promise<never>
  /** Stops the programs, and leaves the database to be looked at. */
  stopPrograms(): Promise<void>
  /** Stops and removes everything that was started. */
  close(): Promise<void>
}
