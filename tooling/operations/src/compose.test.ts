import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { compose, type Service } from './compose.ts'
import { hasFile, textOf } from './repository.ts'

const services = Object.entries(compose.services)
const ours = services.filter(([, { build }]) => build !== undefined)
const others = services.filter(([, { image }]) => image !== undefined)

test('the file is one by the Compose Specification', () => {
  const { $schema: _, ...schema } = JSON.parse(textOf('tooling/operations/recorded/compose-spec.json'))
  const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema)
  validate(compose)
  expect(validate.errors).toBeNull()
  expect(validate({ ...compose, services: { api: { imagge: 'x' } } }), 'a misspelt name is found').toBe(false)
})

test('services wait for services that are there, by a condition that they can come to', () => {
  for (const [name, { depends_on = {} }] of services)
    for (const [other, { condition }] of Object.entries(depends_on)) {
      const awaited = compose.services[other]
      expect(awaited, `${name} waits for ${other}`).toBeDefined()
      if (condition === 'service_healthy') expect(awaited?.healthcheck, other).toBeDefined()
      else expect(condition).toBe('service_completed_successfully')
    }
})

/** Where a volume comes from: a folder of the repository, or a name. */
const sourcesOf = ({ volumes = [] }: Service) => volumes.map((volume) => volume.split(':')[0] ?? '')

test('every folder that is shown to a service exists, and every volume is declared', () => {
  const sources = services.flatMap(([, service]) => sourcesOf(service))
  const folders = sources.filter((source) => source.startsWith('.'))
  expect(folders.filter((folder) => !hasFile(folder))).toEqual([])
  expect(sources.filter((source) => !source.startsWith('.')).sort()).toEqual(
    Object.keys(compose.volumes).sort(),
  )
})

test.each(others)('the image of %s has a version', (_, { image }) => {
  expect(image).toMatch(/^[a-z/]+:v?\d+(?:\.\d+)*$/)
})

describe.each(ours)('%s, a service of ours', (_, service) => {
  test('can write nothing, and gets no rights', () => {
    expect(service).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    })
  })

  test('runs a program that the build makes', () => {
    const [node, file = ''] = service.command ?? []
    expect(node).toBe('node')
    const [, folder, program] = /^((?:apps|packages)\/[a-z]+)\/dist\/([a-z-]+)\.js$/.exec(file) ?? []
    expect(textOf(`${folder}/tsup.config.ts`)).toContain(`'src/${program}.ts'`)
    expect(hasFile(`${folder}/src/${program}.ts`)).toBe(true)
  })

  test('is given settings that stand in the manual', () => {
    const manual = textOf('README.md')
    for (const name of Object.keys(service.environment ?? {}))
      expect(manual.includes(`\`${name}\``) || name === 'NODE_ENV', name).toBe(true)
  })
})

test.each(['api', 'worker'])('%s has the time to stop that the manual asks for', (name) => {
  expect(textOf('docs/operations.md')).toMatch(/a process that stops 20 s\./)
  expect(compose.services[name]?.stop_grace_period).toBe('20s')
})

test('what shows figures is published to this machine only', () => {
  for (const name of ['prometheus', 'grafana'])
    for (const port of compose.services[name]?.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/)
  for (const name of ['postgres', 'redis', 'worker']) expect(compose.services[name]?.ports).toBeUndefined()
})
