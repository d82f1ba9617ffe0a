import { isGood } from './make-results.ts'
import { highestTarget, type Profile, secondsOf } from './profiles.ts'
import { spelledTime } from './report/units.ts'
import type { Results } from './results.ts'

type Print = (line: string) => void

const line = '='.repeat(50)

/** What is told before a run. */
export function announce(profile: Profile, print: Print): void {
  const duration = spelledDuration(secondsOf(profile))
  const most =
    profile.loop === 'closed'
      ? `Peak Concurrent Users: ${highestTarget(profile)}`
      : `Highest Rate: ${highestTarget(profile)} requests a second`
  print(`Starting Load Test: 1000 Bookings over ${duration}`)
  print(line)
  print('')
  print('📊 Test Configuration:')
  print(`- Profile: ${profile.name}. ${profile.purpose}`)
  print(`- Duration: ${duration}`)
  print(`- ${most}`)
  print('- Target: 1000+ bookings with realistic patterns')
  print('- Scenarios: Health, Availability, Booking Creation, Recurring, Booking Details, Conflicts, Bulk')
  print('')
  print('🔥 Starting k6 load test...')
}

/** What is told at the end. @param folder of the results */
export function tellResults(results: Results, folder: string, print: Print): void {
  const { totals, targets, proof } = results
  const missed = targets.filter(({ isMet }) => isMet === false)
  print('')
  if (results.isInterrupted) print(`⏹  Load test stopped after ${spelledTime(results.seconds)}.`)
  else
    print(
      isGood(results)
        ? '✅ Load test completed successfully!'
        : '❌ Load test completed, and not as it should:',
    )
  for (const { metric, target, actual } of missed)
    print(`   ${metric}: ${actual}, and it should be ${target}`)
  for (const what of proof.invariantsBroken) print(`   ${what}`)
  print('')
  print('📊 Key Metrics:')
  print('=================')
  print(`📈 Total requests: ${totals.requests.toLocaleString('en')}`)
  print(
    `   ${totals.rate}/s, best minute ${totals.peakRate}/s, ${totals.booked.toLocaleString('en')} bookings made`,
  )
  const { mean, p50, p95, p99 } = totals.latency
  print(`   mean ${mean} ms, P50 ${p50} ms, P95 ${p95} ms, P99 ${p99} ms`)
  print(`   ${totals.errors} errors, ${totals.wrong} untrue answers`)
  print(`   double bookings: ${proof.doubleBookings ?? 'not looked for, since DATABASE_URL is not set'}`)
  if (results.knee !== null) print(`   held up to ${results.knee.rate} requests a second`)
  print(`📁 Results directory: ${folder}`)
  print(`📋 Summary: ${folder}/summary.txt`)
  print(`📊 Detailed results: ${folder}/load-test-results.json`)
  print(`📈 CSV data: ${folder}/load-test-results.csv`)
  print(`📉 Plots: ${folder}/report.html`)
  print('')
  print('🎯 Load test completed!')
  print(`📁 All results saved to: ${folder}`)
}

function spelledDuration(seconds: number): string {
  if (seconds === 3_600) return '1 hour (60 minutes)'
  if (seconds === 60) return '1 minute'
  if (seconds % 60 === 0) return `${seconds / 60} minutes`
  return `${seconds} seconds`
}
