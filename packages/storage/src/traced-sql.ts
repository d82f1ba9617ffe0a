import type postgres from 'postgres'
import { type StatementSummary, summaryOf } from './statement-summary.ts'

/** Who is told what a pool does while it does it. Nothing that it does may fail or wait because of that. */
export interface DatabaseTrace {
  /** A statement begins. @returns told when it has ended, with what it was rejected with; null where nobody listens */
  readonly statement: (statement: StatementSummary) => ((error?: unknown) => void) | null
  /** Runs a transaction; the statements that `work` makes belong to it. */
  readonly transaction: <Result>(work: () => Promise<Result>) => Promise<Result>
}

/** The driver's query (porsager/postgres 3.4): a promise that runs when somebody first waits for it. */
interface Query extends Promise<unknown> {
  /** Called whenever somebody begins to wait; runs the query the first time. Never called of a part of another query. */
  handle: () => Promise<void>
  readonly executed: boolean
}

type Callable = (...given: unknown[]) => unknown

/** The same pool or transaction, of which `trace` is told every statement and transaction. */
export const tracedSql = <Runner extends postgres.Sql | postgres.TransactionSql>(
  sql: Runner,
  trace: DatabaseTrace,
): Runner => {
  const intoTraced = (work: unknown) => (tx: postgres.TransactionSql) =>
    (work as Callable)(tracedSql(tx, trace))
  const replaced: Readonly<Record<string | symbol, (original: Callable) => Callable>> = {
    unsafe:
      (unsafe) =>
      (text, ...rest) =>
        told(unsafe(text, ...rest), () => summaryOf(String(text)), trace),
    begin:
      (begin) =>
      (...given) =>
        trace.transaction(() => begin(...given.slice(0, -1), intoTraced(given.at(-1))) as Promise<unknown>),
    savepoint:
      (savepoint) =>
      (...given) =>
        savepoint(...given.slice(0, -1), intoTraced(given.at(-1))),
  }
  return new Proxy(sql, {
    apply(target, self, given) {
      const text = given[0] as TemplateStringsArray
      return told(Reflect.apply(target as Callable, self, given), () => summaryOfTemplate(text), trace)
    },
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      const replace = Object.hasOwn(replaced, name) ? replaced[name] : undefined
      return replace === undefined ? value : replace(value as Callable)
    },
  })
}

/** One template is one statement of the source, however often it runs. */
const summaries = new WeakMap<TemplateStringsArray, StatementSummary>()

const summaryOfTemplate = (strings: TemplateStringsArray): StatementSummary => {
  let summary = summaries.get(strings)
  if (summary === undefined) {
    summary = summaryOf(strings.join('$'))
    summaries.set(strings, summary)
  }
  return summary
}

/** Tells of a query from when it runs; names and lists of values, which the driver makes too, are left as they are. */
const told = (made: unknown, summary: () => StatementSummary, trace: DatabaseTrace): unknown => {
  if (!(made instanceof Promise)) return made
  const query = made as Query
  const run = query.handle
  query.handle = () => {
    if (!query.executed) {
      const ended = trace.statement(summary())
      // Promise's own `then`: the query's would run it.
      if (ended !== null) Promise.prototype.then.call(query, () => ended(), ended)
    }
    return run.call(query)
  }
  return query
}
