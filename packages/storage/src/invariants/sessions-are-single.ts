import type { Check } from './check.ts'

/** A refresh that was under way while its session was ended may carry a later time. */
const RACE_SECONDS = 10

/** A revoked session keeps its last token unspent; nothing may come after it. */
export const sessionsAreSingle: Check = {
  id: 'I16',
  title: 'Each session has one live token, none after its end, and no secret is kept as it is',
  async find(sql, found) {
    await found.addFrom(
      sql,
      sql`
        SELECT 'session with several live tokens' AS what, session_id::text, count(*)::int AS tokens
        FROM refresh_tokens WHERE spent_at IS NULL GROUP BY session_id HAVING count(*) > 1`,
    )
    await found.addFrom(
      sql,
      sql`
        SELECT CASE
            WHEN sessions.id IS NULL THEN 'token of no session'
            WHEN tokens.created_at > revoked_at + make_interval(secs => ${RACE_SECONDS})
              THEN 'token made after its session was ended'
            ELSE 'token that is not a SHA-256 hash, or expired before it was made' END AS what,
          session_id::text, tokens.created_at::text, expires_at::text, revoked_at::text
        FROM refresh_tokens tokens LEFT JOIN sessions ON sessions.id = session_id
        WHERE sessions.id IS NULL OR token_hash !~ '^[A-Za-z0-9_-]{43}$' OR expires_at <= tokens.created_at
          OR tokens.created_at > revoked_at + make_interval(secs => ${RACE_SECONDS})`,
    )
    await found.addFrom(
      sql,
      sql`
        SELECT 'password that is not an argon2id hash' AS what, id::text AS user_id
        FROM users WHERE password_hash NOT LIKE '$argon2id$%'`,
    )
  },
}
