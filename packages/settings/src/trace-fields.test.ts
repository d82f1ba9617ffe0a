import { expect, test } from 'vitest'
import * as z from 'zod'
import { readSettings } from './read-settings.ts'
import { traceFields, traceSettings } from './trace-fields.ts'

const read = (environment: Record<string, string>) =>
  traceSettings(readSettings(z.object(traceFields), /^$/, environment), 'booking-test')

const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' }

test('without an endpoint nothing is traced, nor where it is switched off', () => {
  expect(read({})).toBeUndefined()
  expect(read({ OTEL_SERVICE_NAME: 'rooms', OTEL_TRACES_SAMPLER: 'always_on' })).toBeUndefined()
  expect(read({ ...endpoint, OTEL_SDK_DISABLED: 'true' })).toBeUndefined()
})

test('with one all are traced, unless the caller says otherwise', () => {
  expect(read(endpoint)).toEqual({
    url: 'http://collector:4318/v1/traces',
    headers: {},
    resource: {},
    serviceName: 'booking-test',
    timeoutMs: 10_000,
    sampler: 'parentbased_always_on',
    ratio: 1,
  })
})

test('the standard settings are honoured', () => {
  expect(
    read({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector/otlp/',
      OTEL_EXPORTER_OTLP_HEADERS: 'api-key=a%20b=, x=1',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_TIMEOUT: '500',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
      OTEL_SERVICE_NAME: 'rooms',
      OTEL_TRACES_SAMPLER: 'traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0.25',
    }),
  ).toEqual({
    url: 'https://collector/otlp/v1/traces',
    headers: { 'api-key': 'a b=', x: '1' },
    resource: { 'deployment.environment.name': 'test' },
    serviceName: 'rooms',
    timeoutMs: 500,
    sampler: 'traceidratio',
    ratio: 0.25,
  })
  const whole = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://other/traces' }
  expect(read({ ...endpoint, ...whole })?.url).toBe('http://other/traces')
})

test.each([
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'private:4318'],
  ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'private'],
  ['OTEL_EXPORTER_OTLP_HEADERS', 'private'],
  ['OTEL_EXPORTER_OTLP_HEADERS', 'a=1,=private'],
  ['OTEL_EXPORTER_OTLP_HEADERS', 'a=private%'],
  ['OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc'],
  ['OTEL_EXPORTER_OTLP_TIMEOUT', '0'],
  ['OTEL_RESOURCE_ATTRIBUTES', 'private'],
  ['OTEL_SDK_DISABLED', 'private'],
  ['OTEL_TRACES_SAMPLER', 'private'],
  ['OTEL_TRACES_SAMPLER_ARG', '1.1'],
  ['OTEL_TRACES_SAMPLER_ARG', '-0.1'],
  ['OTEL_TRACES_SAMPLER_ARG', 'private'],
])('a wrong %s is named (%#), and no value is shown', (name, value) => {
  expect(() => read({ ...endpoint, [name]: value })).toThrow(name)
  expect(() => read({ ...endpoint, [name]: value })).not.toThrow('private')
})
