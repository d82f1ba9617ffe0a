import { expect, test } from 'vitest'
import { summaryOf } from './statement-summary.ts'

test.each([
  ['SELECT 1', 'SELECT'],
  ['select "id", "title" from "bookings" where "bookings"."id" = $1', 'SELECT bookings'],
  ["INSERT INTO users (name) VALUES ('from secret')", 'INSERT users'],
  ['UPDATE outbox SET dispatched_at = $1', 'UPDATE outbox'],
  ['DELETE FROM worker_leases WHERE renewed_at < now()', 'DELETE worker_leases'],
  ['SELECT * FROM resources WHERE id = $1 FOR UPDATE', 'SELECT resources'],
  ['SELECT 1 FROM resources FOR NO KEY UPDATE OF resources', 'SELECT resources'],
  ['INSERT INTO a VALUES (1) ON CONFLICT (x) DO UPDATE SET x = 1', 'INSERT a'],
  [
    'SELECT extract(epoch FROM lower(during)) FROM occurrences JOIN bookings USING (id)',
    'SELECT occurrences bookings',
  ],
  ['SELECT x FROM jsonb_populate_record(NULL::audit, $1)', 'SELECT'],
  [
    'WITH audited AS (INSERT INTO audit SELECT 1) INSERT INTO outbox SELECT 2 FROM audited',
    'INSERT audit INSERT outbox',
  ],
  ['WITH RECURSIVE met (a, b) AS (SELECT 1) SELECT * FROM met', 'WITH'],
  ['SELECT (graphile_worker.add_job($1)).id', 'SELECT'],
  ['SELECT 1 FROM graphile_worker.jobs', 'SELECT graphile_worker.jobs'],
  ['SELECT a FROM a UNION ALL SELECT b FROM b', 'SELECT a SELECT b'],
  ['  begin', 'BEGIN'],
])('%s', (text, summary) => {
  expect(summaryOf(text).summary).toBe(summary)
  expect(summaryOf(text).operation).toBe(summary.split(' ')[0])
})

test('a long statement has a short summary', () => {
  expect(summaryOf('SELECT 1 FROM bookings '.repeat(100)).summary).toHaveLength(255)
})
