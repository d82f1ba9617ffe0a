import { expect, test } from 'vitest'
import * as z from 'zod'
import { url, wholeNumber } from './kinds.ts'
import { ConfigError, readSettings } from './read-settings.ts'
import { sharedFields } from './shared-fields.ts'

const schema = z.object({
  SHOP_SIZE: wholeNumber(1, 20).default(3),
  SHOP_URL: url('https', 'http').optional(),
})

const read = (environment: Record<string, string | undefined>) => readSettings(schema, /^SHOP_/, environment)

test('an empty value counts as absent, and names that are nobody’s are left alone', () => {
  expect(read({ SHOP_SIZE: '', HOME: '/root' })).toEqual({ SHOP_SIZE: 3 })
  expect(read({ SHOP_SIZE: '20', SHOP_URL: 'http://localhost' })).toEqual({
    SHOP_SIZE: 20,
    SHOP_URL: 'http://localhost',
  })
})

test('every wrong setting has one line, whether wrong or misspelt, and no value is shown', () => {
  expect(() => read({ SHOP_SIZE: '21', SHOP_URL: 'ftp://private', SHOP_SZIE: 'private' })).toThrow(
    new ConfigError(
      'The settings cannot be used:\n' +
        '  SHOP_SIZE must be a whole number from 1 to 20\n' +
        '  SHOP_URL must be a URL that begins with https:// or http://\n' +
        '  SHOP_SZIE is not known; check its spelling',
    ),
  )
})

test.each(['0', '-1', '+1', '1.0', '1e1', '0x1', ' 1', '1 ', '٣', '00000000001'])(
  '%j is no whole number from 1 to 20',
  (text) => {
    expect(() => read({ SHOP_SIZE: text })).toThrow('SHOP_SIZE must be a whole number from 1 to 20')
  },
)

test.each(['localhost', 'https:/localhost', 'https://', 'https://h:port', 'xhttps://h', 'HTTPS//h'])(
  '%j is no URL that can be used',
  (text) => {
    expect(() => read({ SHOP_URL: text })).toThrow(
      'SHOP_URL must be a URL that begins with https:// or http://',
    )
  },
)

test('a URL of a scheme without a host of its own needs something behind it', () => {
  const mail = z.object({ MAIL: url('smtp') })
  expect(() => readSettings(mail, /^$/, { MAIL: 'smtp://' })).toThrow('MAIL must be a URL')
})

test('what is missing is told as required', () => {
  expect(() => readSettings(z.object(sharedFields), /^$/, {})).toThrow('  DATABASE_URL is required')
})

test('what every program has, has one default', () => {
  const DATABASE_URL = 'postgres://localhost/booking'
  expect(readSettings(z.object(sharedFields), /^$/, { DATABASE_URL })).toEqual({
    DATABASE_URL,
    HOST: '0.0.0.0',
    LOG_LEVEL: 'info',
  })
})
