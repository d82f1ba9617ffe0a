import type { Check } from './check.ts'
import { everyChangeIsTold } from './every-change-is-told.ts'
import { exceptionsFit } from './exceptions-fit.ts'
import { historyWasKept } from './history-was-kept.ts'
import { horizonIsKept } from './horizon-is-kept.ts'
import { indexesAgree } from './indexes-agree.ts'
import { insideOpenHours } from './inside-open-hours.ts'
import { keysAnswerOnce } from './keys-answer-once.ts'
import { legalLife } from './legal-life.ts'
import { liveBookingsHaveClaims } from './live-bookings-have-claims.ts'
import { noOverlap } from './no-overlap.ts'
import { noSessionLingers } from './no-session-lingers.ts'
import { notificationsAreKept } from './notifications-are-kept.ts'
import { oneResourceThroughout } from './one-resource-throughout.ts'
import { queueIsSound } from './queue-is-sound.ts'
import { rowsAreTheExpansion } from './rows-are-the-expansion.ts'
import { saneIntervals } from './sane-intervals.ts'
import { schemaAsCommitted } from './schema-as-committed.ts'
import { sessionsAreSingle } from './sessions-are-single.ts'
import { tailsNeverClash } from './tails-never-clash.ts'
import { textSurvives } from './text-survives.ts'
import { zoneDataInUse } from './zone-data-in-use.ts'

/** Everything that must hold of a database at any moment; docs/invariants.md says why. */
export const invariants: readonly Check[] = [
  noOverlap,
  schemaAsCommitted,
  liveBookingsHaveClaims,
  rowsAreTheExpansion,
  horizonIsKept,
  exceptionsFit,
  saneIntervals,
  insideOpenHours,
  zoneDataInUse,
  keysAnswerOnce,
  historyWasKept,
  everyChangeIsTold,
  legalLife,
  queueIsSound,
  oneResourceThroughout,
  sessionsAreSingle,
  textSurvives,
  notificationsAreKept,
  noSessionLingers,
  indexesAgree,
  tailsNeverClash,
]
