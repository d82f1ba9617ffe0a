import type { Tracing } from './tracing.ts'

/** What a statement does, without its values. */
interface Statement {
  /** What is done to which tables, such as `INSERT audit INSERT outbox`. */
  readonly summary: string
  /** The first word of it. */
  readonly operation: string
}

const postgresql = { 'db.system.name': 'postgresql' } as const

/**
 * Traces what a pool of PostgreSQL does, by the semantic conventions for database clients: a span for each transaction
 * and each statement, inside the span that has them made. What no span has made is nobody's, and not traced.
 */
export const databaseTrace = (tracing: Tracing) => ({
  /** @returns told when the statement has ended, with what it was rejected with; null where nobody listens */
  statement({ summary, operation }: Statement): ((error?: unknown) => void) | null {
    const attributes = { ...postgresql, 'db.query.summary': summary, 'db.operation.name': operation }
    const span = tracing.child({ name: summary, kind: 'client', attributes })
    if (span === null) return null
    return (error) => {
      const failure = failureOf(error)
      if (failure !== null) span.fail(failure)
      span.end()
    }
  },
  /** Runs a transaction. One that is undone for a reason of ours, such as a refusal, has not failed. */
  transaction<Result>(work: () => Promise<Result>): Promise<Result> {
    if (tracing.traceparent() === undefined) return work()
    return tracing.inSpan({ name: 'transaction', kind: 'client', attributes: postgresql, failureOf }, work)
  },
})

/** SQLSTATEs, and the codes of connections that are lost. */
const databaseCode = /^(?:[0-9A-Z]{5}|[A-Z_]{5,})$/

const failureOf = (error: unknown): string | null => {
  const { code } = (error ?? {}) as { readonly code?: unknown }
  return typeof code === 'string' && databaseCode.test(code) ? code : null
}
