import fc from 'fast-check'

const FAR_DAYS = 1_400

const slot = fc.record({
  day: fc.oneof({ weight: 4, arbitrary: fc.nat(20) }, { weight: 1, arbitrary: fc.nat(FAR_DAYS) }),
  hour: fc.nat(12),
  hours: fc.integer({ min: 1, max: 6 }),
})

/** Chooses among however many there are, by the remainder. */
const pick = fc.nat(1_000)

const single = fc.record({ kind: fc.constant('single' as const), slot })

const series = fc.record({
  kind: fc.constant('series' as const),
  slot,
  weekly: fc.boolean(),
  interval: fc.integer({ min: 1, max: 3 }),
  count: fc.option(fc.integer({ min: 1, max: 6 })),
  skip: fc.boolean(),
})

const moveSingle = fc.record({ kind: fc.constant('moveSingle' as const), which: pick, slot })

const moveOccurrence = fc.record({
  kind: fc.constant('moveOccurrence' as const),
  which: pick,
  nth: pick,
  slot,
})

const retime = fc.record({
  kind: fc.constant('retime' as const),
  which: pick,
  nth: pick,
  hour: fc.nat(12),
  split: fc.boolean(),
})

/** What people do with one resource: more comes in than goes, most of it in the same three weeks, so that it meets. */
export const operationArbitrary = fc.oneof(
  { weight: 4, arbitrary: single },
  { weight: 4, arbitrary: series },
  { weight: 2, arbitrary: moveSingle },
  { weight: 2, arbitrary: moveOccurrence },
  { weight: 2, arbitrary: retime },
  fc.record({ kind: fc.constant('cancelOccurrence' as const), which: pick, nth: pick }),
  fc.record({ kind: fc.constant('undo' as const), which: pick, nth: pick }),
  fc.record({ kind: fc.constant('rebook' as const), which: pick }),
  fc.record({ kind: fc.constant('endSeries' as const), which: pick, nth: pick }),
  fc.record({ kind: fc.constant('cancel' as const), which: pick }),
)

export type Operation = typeof operationArbitrary extends fc.Arbitrary<infer Value> ? Value : never

/** An operation of one kind. */
export type OperationOf<Kind extends Operation['kind']> = Extract<Operation, { kind: Kind }>
