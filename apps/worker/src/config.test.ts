import { ConfigError } from '@booking/settings'
import { expect, test } from 'vitest'
import { readConfig } from './config.ts'

const good = { DATABASE_URL: 'postgresql://u:secret-word@localhost/booking' }

test('what is not set has its default', () => {
  expect(readConfig(good)).toMatchObject({ concurrency: 2, logLevel: 'info' })
})

test.each([
  ['DATABASE_URL', {}],
  ['DATABASE_URL', { DATABASE_URL: 'mysql://u:secret-word@localhost' }],
  ['WORKER_CONCURRENCY', { ...good, WORKER_CONCURRENCY: '0' }],
  ['SMTP_URL', { ...good, SMTP_URL: 'http://u:secret-word@mail', MAIL_FROM: 'a@example.com' }],
  ['SMTP_URL', { ...good, MAIL_FROM: 'a@example.com' }],
  ['MAIL_FROM', { ...good, SMTP_URL: 'smtp://u:secret-word@mail' }],
  ['MAIL_FROM', { ...good, SMTP_URL: 'smtp://mail', MAIL_FROM: 'secret-word' }],
  ['MAIL_FROM', { ...good, SMTP_URL: 'smtp://mail', MAIL_FROM: 'A\r\nBcc: secret-word <a@example.com>' }],
  ['SMTP_PASSWORD', { ...good, SMTP_PASSWORD: 'secret-word' }],
  ['WORKER_METRICS_PORT', { ...good, WORKER_METRICS_PORT: '65536' }],
  ['WORKER_METRICS_PROT', { ...good, WORKER_METRICS_PROT: '9091' }],
  ['LOG_LEVEL', { ...good, LOG_LEVEL: 'loud' }],
])('a wrong %s is named, and no value is shown', (name, environment) => {
  const read = () => readConfig(environment)
  expect(read).toThrow(ConfigError)
  expect(read).toThrow(name)
  expect(read).not.toThrow('secret-word')
})

test.each([
  ['rooms@example.com', { name: '', address: 'rooms@example.com' }],
  ['Room bookings <rooms@example.com>', { name: 'Room bookings', address: 'rooms@example.com' }],
])('mail comes from %s', (from, sender) => {
  const url = 'smtps://u:secret-word@mail.example.com:465'
  expect(readConfig({ ...good, SMTP_URL: url, MAIL_FROM: from }).mail).toEqual({ url, sender })
})

test('without a mail server there is no mail', () => {
  expect(readConfig(good).mail).toBeUndefined()
})

test('metrics are served where a port is named, at the address of the program', () => {
  expect(readConfig(good).metrics).toBeUndefined()
  const metrics = { WORKER_METRICS_PORT: '9091', HOST: '127.0.0.1' }
  expect(readConfig({ ...good, ...metrics }).metrics).toEqual({ port: 9091, hostname: '127.0.0.1' })
})
