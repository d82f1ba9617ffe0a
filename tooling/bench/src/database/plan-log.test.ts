import { expect, it } from 'vitest'
import { nodesOf, plansIn } from './plan-log.ts'

const log = [
  '2026-11-23 03:00:00 UTC [7] LOG:  checkpoint starting: time',
  '2026-11-23 03:00:01 UTC [8] LOG:  duration: 0.041 ms  plan:',
  '\t{',
  '\t  "Query Text": "SELECT 1 /* {plan: */\\n FROM claims",',
  '\t  "Plan": {',
  '\t    "Node Type": "Limit",',
  '\t    "Plans": [{ "Node Type": "Index Scan", "Index Name": "claims_by_end" }]',
  '\t  }',
  '\t}',
  '2026-11-23 03:00:02 UTC [8] LOG:  duration: 12 ms  statement: SELECT 2',
  '',
].join('\n')

it('of a log only the plans are read, each with the nodes below its own', () => {
  const plans = plansIn(log)
  expect(plans).toHaveLength(1)
  expect(nodesOf(plans[0]!).map((node) => node['Index Name'])).toEqual([undefined, 'claims_by_end'])
})

it('a log without plans has none', () => {
  expect(plansIn('')).toEqual([])
})
