import { asNode, asNodes, asTexts, type JsonNode, resolveIn, sameJson } from './json-node.ts'
import { type Comparison, schemaChanges } from './schema-changes.ts'

type Changes = readonly string[]

const methods = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'] as const

/** Documents with the place that is compared. */
interface Place {
  readonly before: JsonNode
  readonly after: JsonNode
  readonly at: string
}

const directed = ({ before, after }: Place, direction: Comparison['direction']): Comparison => ({
  before,
  after,
  direction,
})

const parametersOf = (document: JsonNode, operation: JsonNode): ReadonlyMap<string, JsonNode> =>
  new Map(
    asNodes(operation.parameters).map((parameter) => {
      const { in: where, name, ...rest } = resolveIn(document, parameter)
      return [`${where} ${name}`, rest]
    }),
  )

const parameterChanges = (was: JsonNode, now: JsonNode, place: Place): Changes => {
  const [before, after] = [parametersOf(place.before, was), parametersOf(place.after, now)]
  const added = [...after].filter(([name, { required }]) => required === true && !before.has(name))
  return [
    ...added.map(([name]) => `${place.at}: the ${name} is required now`),
    ...[...before].flatMap(([name, parameter]) => {
      const other = after.get(name)
      const at = `${place.at}: ${name}`
      if (other === undefined) return [`${at}: was removed`]
      const isNeeded = other.required === true && parameter.required !== true
      return [
        ...(isNeeded ? [`${at}: is required now`] : []),
        ...schemaChanges(asNode(parameter.schema), asNode(other.schema), at, directed(place, 'request')),
      ]
    }),
  ]
}

const contentChanges = (
  was: JsonNode,
  now: JsonNode,
  place: Place,
  direction: Comparison['direction'],
): Changes =>
  Object.entries(asNode(was.content)).flatMap(([type, media]) => {
    const other = asNode(now.content)[type]
    if (other === undefined) return [`${place.at}: ${type} was removed`]
    const [before, after] = [asNode(asNode(media).schema), asNode(asNode(other).schema)]
    return schemaChanges(before, after, place.at, directed(place, direction))
  })

const bodyChanges = (was: JsonNode, now: JsonNode, { before, after, at }: Place): Changes => {
  const place = { before, after, at: `${at}: body` }
  const [old, changed] = [
    resolveIn(before, asNode(was.requestBody)),
    resolveIn(after, asNode(now.requestBody)),
  ]
  if (was.requestBody !== undefined && now.requestBody === undefined) return [`${place.at}: was removed`]
  const isNeeded = changed.required === true && old.required !== true
  return [
    ...(isNeeded ? [`${place.at}: is required now`] : []),
    ...contentChanges(old, changed, place, 'request'),
  ]
}

const answerChanges = (was: JsonNode, now: JsonNode, { before, after, at }: Place): Changes =>
  Object.entries(asNode(was.responses)).flatMap(([status, answer]) => {
    const other = asNode(now.responses)[status]
    const place = { before, after, at: `${at}: ${status}` }
    if (other === undefined) return [`${place.at}: is no longer answered`]
    const [old, changed] = [resolveIn(before, asNode(answer)), resolveIn(after, asNode(other))]
    const lost = Object.keys(asNode(old.headers)).filter((name) => !(name in asNode(changed.headers)))
    return [
      ...lost.map((name) => `${place.at}: the header ${name} was removed`),
      ...contentChanges(old, changed, place, 'response'),
    ]
  })

/** The status of every problem code that an operation lists. */
const statusesOfCodes = (document: JsonNode, operation: JsonNode): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(asNode(operation.responses)).flatMap(([status, answer]) =>
      asTexts(resolveIn(document, asNode(answer))['x-problem-codes']).map((code) => [code, status] as const),
    ),
  )

const codeChanges = (was: JsonNode, now: JsonNode, { before, after, at }: Place): Changes => {
  const statuses = statusesOfCodes(after, now)
  return [...statusesOfCodes(before, was)]
    .filter(([code, status]) => (statuses.get(code) ?? status) !== status)
    .map(([code, status]) => `${at}: ${code} is answered with ${statuses.get(code)} and was with ${status}`)
}

/** A requirement is an object of schemes; an empty list, or an empty object in it, asks for nothing. */
const asksForMore = (was: unknown, now: unknown): boolean =>
  asNodes(now).length > 0 && !asNodes(now).some((one) => Object.keys(one).length === 0) && !sameJson(was, now)

const operationChanges = (was: JsonNode, now: JsonNode, place: Place): Changes => [
  ...(was.operationId === now.operationId
    ? []
    : [`${place.at}: is called ${now.operationId} and was ${was.operationId}`]),
  ...(asksForMore(was.security, now.security) ? [`${place.at}: asks for another token`] : []),
  ...parameterChanges(was, now, place),
  ...bodyChanges(was, now, place),
  ...answerChanges(was, now, place),
  ...codeChanges(was, now, place),
]

/**
 * What breaks clients of one OpenAPI document when another takes its place, one sentence each. Additions break
 * nothing: operations, optional parameters and properties of requests, statuses, properties of answers, values
 * of enumerations that requests use, or that are marked `x-open-enum`.
 */
export function breakingChanges(before: JsonNode, after: JsonNode): Changes {
  return Object.entries(asNode(before.paths)).flatMap(([path, item]) =>
    methods
      .filter((method) => method in asNode(item))
      .flatMap((method) => {
        const at = `${method.toUpperCase()} ${path}`
        const other = asNode(asNode(after.paths)[path])[method]
        if (other === undefined) return [`${at}: was removed`]
        return operationChanges(asNode(asNode(item)[method]), asNode(other), { before, after, at })
      }),
  )
}
