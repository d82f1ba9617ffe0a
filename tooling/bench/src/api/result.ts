import type { Machine } from '../machine.ts'
import type { ClaimsPoint } from './claims-curve.ts'
import type { FloorFigure } from './floor.ts'
import type { Figure } from './measure.ts'
import type { SeriesRowsCosts } from './series-rows.ts'
import type { OperationName } from './shots.ts'
import type { Statements } from './statements.ts'

/** The middle of several rounds. */
export interface MedianFigure extends Figure {
  /** Distance of the highest CPU a request from the lowest, server and database together, as a part of the middle. */
  readonly spread: number
}

export interface EndpointResult {
  readonly name: OperationName
  readonly ours: MedianFigure
  readonly comparison: MedianFigure
}

/** A figure at some size of something: of clients, or of processes. */
export interface CurvePoint extends Figure {
  readonly size: number
}

export interface ApiResults {
  readonly commit: string
  readonly date: string
  readonly machine: Machine
  /** Load average of the machine over 15 minutes, when it began and when it ended. */
  readonly loadAverage: { readonly before: number; readonly after: number }
  readonly hasRedis: boolean
  readonly rounds: number
  /** Clients of the figures by operation, and of the mix. */
  readonly clients: number
  readonly mixClients: number
  /** The machine's own limits, in the same run. */
  readonly floor: {
    /** What took the last two. */
    readonly tool: string
    readonly echoGet: MedianFigure
    readonly echoPost: MedianFigure
    readonly write: FloorFigure
    readonly read: FloorFigure
  }
  /** Our own server without its database: liveness, and who asks with token, limits and headers. */
  readonly live: MedianFigure
  readonly me: MedianFigure
  readonly endpoints: readonly EndpointResult[]
  readonly mix: { readonly ours: MedianFigure; readonly comparison: MedianFigure }
  /** The mix at a rate that is 60 % of what a closed loop reaches. */
  readonly pace: Figure & { readonly askedPerSecond: number }
  readonly byClients: readonly CurvePoint[]
  readonly byProcesses: readonly CurvePoint[]
  /** Bookings of one room: all of them different, and four that want the same time. */
  readonly hot: { readonly different: Figure; readonly same: Figure }
  readonly statements: Statements
  readonly seriesRows: SeriesRowsCosts
  readonly byClaims: readonly ClaimsPoint[]
  /** MB in RAM half a minute after the start, before the first request. */
  readonly resting: { readonly api: number; readonly worker: number }
}
