import { expect, test } from 'vitest'
import { ConfigError, readConfig } from './config.ts'

const good = { DATABASE_URL: 'postgresql://u:secret-word@localhost/booking' }

test('what is not set has its default', () => {
  expect(readConfig(good)).toMatchObject({ concurrency: 2, logLevel: 'info' })
})

test.each([
  ['DATABASE_URL', {}],
  ['DATABASE_URL', { DATABASE_URL: 'mysql://u:secret-word@localhost' }],
  ['WORKER_CONCURRENCY', { ...good, WORKER_CONCURRENCY: '0' }],
  ['LOG_LEVEL', { ...good, LOG_LEVEL: 'loud' }],
])('a wrong %s is named, and no value is shown', (name, environment) => {
  const read = () => readConfig(environment)
  expect(read).toThrow(ConfigError)
  expect(read).toThrow(name)
  expect(read).not.toThrow('secret-word')
})
