import { bucketOfText } from './bucket.ts'
import type { Context, KeyedRequest, StoredAnswer } from './context.ts'
import type { Sql } from './database.ts'
import { Refusal } from './refusal.ts'
import { instantToSql } from './sql-values.ts'
import { isLockTimeout } from './sqlstate.ts'
import { inTransactionOrDryRun } from './transaction.ts'

const KEPT_MS = 24 * 60 * 60 * 1000

/** Thrown inside a transaction whose key turns out to be answered already; the transaction is undone. */
class AlreadyAnswered extends Error {
  readonly answer: StoredAnswer
  constructor(answer: StoredAnswer) {
    super('already answered')
    this.answer = answer
  }
}

interface KeyRow {
  readonly fingerprint: string
  readonly status: number
  readonly headers: string | Record<string, string>
  readonly body: string
}

const bucketOfKey = (ctx: Context, keyed: KeyedRequest) => bucketOfText(`${ctx.actor.subject}\n${keyed.key}`)

const findAnswer = async (sql: Sql, ctx: Context, keyed: KeyedRequest): Promise<StoredAnswer | null> => {
  const [row] = await sql<KeyRow[]>`
    SELECT fingerprint, status, headers, body FROM idempotency_keys
    WHERE bucket = ${bucketOfKey(ctx, keyed)} AND subject = ${ctx.actor.subject}
      AND operation = ${keyed.operation} AND key = ${keyed.key} AND expires_at > ${instantToSql(ctx.nowMs)}`
  if (row === undefined) return null
  if (row.fingerprint !== keyed.fingerprint) throw new Refusal('idempotency_key_reused', { key: keyed.key })
  const headers =
    typeof row.headers === 'string' ? (JSON.parse(row.headers) as Record<string, string>) : row.headers
  return { status: row.status, headers, body: row.body }
}

/**
 * Runs a verb so that its idempotency key, when there is one, has exactly one outcome: a key that was answered
 * gives that answer again (24 h), the same key with another request is refused. Refusals are not kept: what
 * was refused left nothing behind and may be asked again.
 */
export const answerOnce = async <Result>(
  ctx: Context,
  verb: () => Promise<Result>,
): Promise<{ result: Result } | { replayed: StoredAnswer }> => {
  if (ctx.keyed === undefined) return { result: await verb() }
  const earlier = await findAnswer(ctx.database.sql, ctx, ctx.keyed)
  if (earlier !== null) return { replayed: earlier }
  try {
    return { result: await verb() }
  } catch (error) {
    if (error instanceof AlreadyAnswered) return { replayed: error.answer }
    const twin = error instanceof Refusal ? await findAnswer(ctx.database.sql, ctx, ctx.keyed) : null
    if (twin !== null) return { replayed: twin }
    throw error
  }
}

/**
 * Runs the part of a verb that writes. A transaction is opened where one is needed: for a dry run, for a keyed
 * request (whose key is written in it), or when the work takes several statements.
 */
export const write = async <Result>(
  ctx: Context,
  statements: 'one' | 'several',
  work: (sql: Sql) => Promise<Result>,
): Promise<Result> => {
  if (statements === 'one' && ctx.keyed === undefined && !ctx.dryRun) return work(ctx.database.sql)
  return inTransactionOrDryRun(ctx.database, ctx.dryRun ?? false, async (tx) => {
    if (ctx.keyed === undefined || ctx.dryRun) return work(tx)
    await claimKey(tx, ctx, ctx.keyed)
    const result = await work(tx)
    await keepAnswer(tx, ctx, ctx.keyed, result)
    return result
  })
}

/** A twin that is still running holds the row: this waits for it until the lock timeout. */
const claimKey = async (tx: Sql, ctx: Context, keyed: KeyedRequest) => {
  const { subject } = ctx.actor
  const bucket = bucketOfKey(ctx, keyed)
  const now = instantToSql(ctx.nowMs)
  try {
    await tx`DELETE FROM idempotency_keys WHERE bucket = ${bucket} AND subject = ${subject}
      AND operation = ${keyed.operation} AND key = ${keyed.key} AND expires_at <= ${now}`
    const claimed = await tx`
      INSERT INTO idempotency_keys (bucket, subject, operation, key, fingerprint, status, headers, body,
        created_at, expires_at)
      VALUES (${bucket}, ${subject}, ${keyed.operation}, ${keyed.key}, ${keyed.fingerprint}, 0, '{}', '',
        ${now}, ${instantToSql(ctx.nowMs + KEPT_MS)})
      ON CONFLICT DO NOTHING RETURNING 1`
    if (claimed.length === 1) return
  } catch (error) {
    if (isLockTimeout(error))
      throw new Refusal('idempotency_in_progress', { key: keyed.key }, { cause: error })
    throw error
  }
  const answer = await findAnswer(tx, ctx, keyed)
  if (answer === null) throw new Refusal('idempotency_in_progress', { key: keyed.key })
  throw new AlreadyAnswered(answer)
}

const keepAnswer = (tx: Sql, ctx: Context, keyed: KeyedRequest, result: unknown) => {
  const answer = keyed.render(result as never)
  return tx`
    UPDATE idempotency_keys
    SET status = ${answer.status}, headers = ${JSON.stringify(answer.headers)}::text::jsonb, body = ${answer.body}
    WHERE bucket = ${bucketOfKey(ctx, keyed)} AND subject = ${ctx.actor.subject}
      AND operation = ${keyed.operation} AND key = ${keyed.key}`
}
