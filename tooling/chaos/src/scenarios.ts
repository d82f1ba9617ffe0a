import type { Scenario } from './run.ts'
import { bombs } from './scenarios/bombs.ts'
import { checkerCries } from './scenarios/checker-cries.ts'
import { clockChanges } from './scenarios/clock-changes.ts'
import { clockSkew } from './scenarios/clock-skew.ts'
import { databaseFaults } from './scenarios/database-faults.ts'
import { expansion } from './scenarios/expansion.ts'
import { generatedRequests } from './scenarios/generated-requests.ts'
import { idempotency } from './scenarios/idempotency.ts'
import { killedApi } from './scenarios/killed-api.ts'
import { killedPostgres } from './scenarios/killed-postgres.ts'
import { killedWorker } from './scenarios/killed-worker.ts'
import { migration } from './scenarios/migration.ts'
import { overloaded } from './scenarios/overload.ts'
import { racers } from './scenarios/racers.ts'
import { redisFaults } from './scenarios/redis-faults.ts'
import { restarts } from './scenarios/restarts.ts'
import { restore } from './scenarios/restore.ts'
import { sequentialModel } from './scenarios/sequential-model.ts'
import { soaked } from './scenarios/soak.ts'
import { zoneChange } from './scenarios/zone-change.ts'

/** All of them, in the order in which they are played. */
export const scenarios: readonly Scenario[] = [
  racers,
  sequentialModel,
  checkerCries,
  idempotency,
  killedApi,
  killedWorker,
  killedPostgres,
  databaseFaults,
  redisFaults,
  generatedRequests,
  bombs,
  expansion,
  clockChanges,
  zoneChange,
  clockSkew,
  overloaded,
  restarts,
  soaked,
  restore,
  migration,
]
