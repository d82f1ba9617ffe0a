/** Prints occurrences around every kind of change, for the test that runs it under several process time zones. */

import { createRecurrence } from './recurrence.ts'
import { parseRule } from './rule-parse.ts'
import { formatWall, parseWall, wallDate } from './wall.ts'
import { zoneOf } from './zone.ts'

for (const zoneId of [
  'UTC',
  'America/New_York',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Pacific/Apia',
]) {
  for (const rule of [
    'FREQ=DAILY;COUNT=400',
    'FREQ=HOURLY;INTERVAL=5;COUNT=300',
    'FREQ=MONTHLY;BYDAY=-1SU;COUNT=40',
  ]) {
    const recurrence = createRecurrence({
      start: parseWall('2011-03-01T02:30:00'),
      zone: zoneOf(zoneId),
      durationMs: 3_600_000,
      rules: [parseRule(rule)],
    })
    const lines = Array.from(
      recurrence,
      (o) => `${formatWall(o.wallStart)} ${wallDate(o.wallStart)} ${o.start} ${o.shift}`,
    )
    process.stdout.write(`${zoneId} ${rule}\n${lines.join('\n')}\n`)
  }
}
