import { wallMax } from './wall.ts'
import type { Tally, WallSeries, WallSink } from './wall-series.ts'

/** Every `strideMs` from `first` on: rules that step without any filter. Everything is arithmetic. */
export class StrideSeries implements WallSeries {
  readonly first: number
  readonly strideMs: number

  constructor(first: number, strideMs: number) {
    this.first = first
    this.strideMs = strideMs
  }

  next(wall: number, wallLimit: number = wallMax): number {
    const steps = wall <= this.first ? 0 : Math.ceil((wall - this.first) / this.strideMs)
    const found = this.first + steps * this.strideMs
    return found > wallLimit || found > wallMax ? Number.POSITIVE_INFINITY : found
  }

  previous(wall: number): number {
    if (wall < this.first) return Number.NEGATIVE_INFINITY
    return this.first + Math.floor((Math.min(wall, wallMax) - this.first) / this.strideMs) * this.strideMs
  }

  fill(from: number, to: number, sink: WallSink): void {
    const first = this.next(from)
    const end = Math.min(to, wallMax + 1)
    if (first >= end) return
    const count = Math.min(Math.ceil((end - first) / this.strideMs), sink.stop - sink.length)
    const data = sink.reserve(count)
    let n = sink.length
    const last = n + count
    for (let wall = first; n < last; wall += this.strideMs) data[n++] = wall
    sink.length = n
  }

  tally(countEnd: number, wallEnd: number): Tally {
    const end = Math.min(wallEnd, wallMax)
    if (end < this.first || countEnd < 1) return { count: 0, last: Number.NEGATIVE_INFINITY }
    const count = Math.min(countEnd, Math.floor((end - this.first) / this.strideMs) + 1)
    return { count, last: this.first + (count - 1) * this.strideMs }
  }

  isImpossible(): boolean {
    return false
  }
}
