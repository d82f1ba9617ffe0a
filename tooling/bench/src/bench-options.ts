/** What `npm run bench` was asked for. */
export interface BenchOptions {
  /** Few cases, rough figures. */
  readonly quick: boolean
  /** What takes long as well. */
  readonly full: boolean
  /** Keep the figures, and write tables and pictures from them. */
  readonly write: boolean
}
