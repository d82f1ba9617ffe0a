import { asNode, asNodes, asTexts, type JsonNode, resolveIn, sameJson } from './json-node.ts'

/** Two documents, and which way the values of a schema travel. */
export interface Comparison {
  readonly before: JsonNode
  readonly after: JsonNode
  /** `request`: what was accepted must be accepted. `response`: what is answered must be what was promised. */
  readonly direction: 'request' | 'response'
  /** Pairs of references that are being compared: a schema may hold itself. */
  readonly open?: ReadonlySet<string>
}

type Changes = readonly string[]

const typesOf = ({ type }: JsonNode): readonly string[] | null =>
  type === undefined ? null : Array.isArray(type) ? asTexts(type) : [String(type)]

const valuesOf = (schema: JsonNode): readonly unknown[] | null =>
  'const' in schema ? [schema.const] : Array.isArray(schema.enum) ? schema.enum : null

const branchesOf = (schema: JsonNode): readonly JsonNode[] | null =>
  Array.isArray(schema.anyOf)
    ? asNodes(schema.anyOf)
    : Array.isArray(schema.oneOf)
      ? asNodes(schema.oneOf)
      : null

/** A number of the outer type may be whole. */
const isTypeWithin = (type: string, outer: readonly string[]) =>
  outer.includes(type) || (type === 'integer' && outer.includes('number'))

const typeChanges = (inner: JsonNode, outer: JsonNode, at: string): Changes => {
  const [types, allowed] = [typesOf(inner), typesOf(outer)]
  if (allowed === null || (types === null && valuesOf(inner) !== null)) return []
  if (types === null) return [`${at}: has a type where it had none, or none where it had one`]
  const lost = types.filter((type) => !isTypeWithin(type, allowed))
  return lost.length === 0 ? [] : [`${at}: the type ${lost.join(', ')} is on one side only`]
}

const valueChanges = (inner: JsonNode, outer: JsonNode, at: string, direction: string): Changes => {
  const [values, allowed] = [valuesOf(inner), valuesOf(outer)]
  if (allowed === null) return []
  if (values === null) return [`${at}: was any value and is one of a list, or the other way about`]
  if (direction === 'response' && outer['x-open-enum'] === true) return []
  const lost = values.filter((value) => !allowed.some((other) => sameJson(value, other)))
  const word = direction === 'request' ? 'is no longer accepted' : 'is answered and was not promised'
  return lost.map((value) => `${at}: ${JSON.stringify(value)} ${word}`)
}

const upperBounds = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'] as const
const lowerBounds = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'] as const

const boundChanges = (before: JsonNode, after: JsonNode, at: string): Changes => {
  const tightened = (
    names: readonly string[],
    isTighter: (now: number, was: number) => boolean,
    none: number,
  ) =>
    names.filter((name) => {
      const [was, now] = [before[name], after[name]]
      return typeof now === 'number' && isTighter(now, typeof was === 'number' ? was : none)
    })
  return [
    ...tightened(upperBounds, (now, was) => now < was, Number.POSITIVE_INFINITY),
    ...tightened(lowerBounds, (now, was) => now > was, Number.NEGATIVE_INFINITY),
  ].map((name) => `${at}: ${name} is ${after[name]} and was ${before[name] ?? 'not set'}`)
}

/** What tells a client how to read a text that it is given. */
const readBy: readonly string[] = ['format', 'pattern']

/**
 * Keywords that cannot be compared: whoever adds or changes one of a request looks at it, and dropping one only lets
 * more in. Of an answer it is the other way about for those that it is read by.
 */
const opaque = ['pattern', 'format', 'uniqueItems', 'multipleOf', 'not', 'propertyNames', 'allOf'] as const

const opaqueChanges = (before: JsonNode, after: JsonNode, at: string, direction: string): Changes =>
  opaque
    .filter((name) => {
      if (sameJson(before[name], after[name])) return false
      return direction === 'request'
        ? after[name] !== undefined
        : readBy.includes(name) && before[name] !== undefined
    })
    .map((name) => `${at}: ${name} is ${JSON.stringify(after[name])} and was ${JSON.stringify(before[name])}`)

const propertyChanges = (before: JsonNode, after: JsonNode, at: string, comparison: Comparison): Changes => {
  const [was, now] = [asNode(before.properties), asNode(after.properties)]
  const [neededBefore, neededAfter] = [asTexts(before.required), asTexts(after.required)]
  const gone = Object.keys(was).filter((name) => !(name in now))
  const needed =
    comparison.direction === 'request'
      ? neededAfter
          .filter((name) => !neededBefore.includes(name))
          .map((name) => `${at}/${name}: is required now`)
      : neededBefore
          .filter((name) => name in now && !neededAfter.includes(name))
          .map((name) => `${at}/${name}: may be absent now`)
  return [
    ...gone.map((name) => `${at}/${name}: was removed`),
    ...needed,
    ...Object.keys(was)
      .filter((name) => name in now)
      .flatMap((name) => schemaChanges(asNode(was[name]), asNode(now[name]), `${at}/${name}`, comparison)),
  ]
}

const openness = (before: JsonNode, after: JsonNode, at: string, comparison: Comparison): Changes => {
  const [was, now] = [before.additionalProperties ?? true, after.additionalProperties ?? true]
  if (now === false) {
    const closed = was !== false && comparison.direction === 'request'
    return closed ? [`${at}: further properties are no longer accepted`] : []
  }
  if (was === false || sameJson(was, now)) return []
  return schemaChanges(asNode(was), asNode(now), `${at}/*`, comparison)
}

/** A value of several shapes: each shape on the inner side must be found on the outer one. */
const branchChanges = (before: JsonNode, after: JsonNode, at: string, comparison: Comparison): Changes => {
  const isRequest = comparison.direction === 'request'
  const [was, now] = [branchesOf(before) ?? [before], branchesOf(after) ?? [after]]
  const [inner, outer] = isRequest ? [was, now] : [now, was]
  return inner.flatMap((branch) => {
    const found = outer.map((other) =>
      schemaChanges(isRequest ? branch : other, isRequest ? other : branch, at, comparison),
    )
    if (found.some((changes) => changes.length === 0)) return []
    return found.length === 1 ? (found[0] ?? []) : [`${at}: one of its shapes is on one side only`]
  })
}

/**
 * What a client of `before` would trip over in `after`, one sentence each; empty when it would notice nothing.
 *
 * @param at where the schema stands, for the sentences
 */
export const schemaChanges = (
  before: JsonNode,
  after: JsonNode,
  at: string,
  comparison: Comparison,
): Changes => {
  const pair = `${before.$ref} ${after.$ref}`
  if (comparison.open?.has(pair)) return []
  const isReference = before.$ref !== undefined || after.$ref !== undefined
  const inside = isReference
    ? { ...comparison, open: new Set([...(comparison.open ?? []), pair]) }
    : comparison
  const was = resolveIn(comparison.before, before)
  const now = resolveIn(comparison.after, after)
  if (branchesOf(was) !== null || branchesOf(now) !== null) return branchChanges(was, now, at, inside)
  const isRequest = comparison.direction === 'request'
  const [inner, outer] = isRequest ? [was, now] : [now, was]
  const hasItems = was.items !== undefined && now.items !== undefined
  return [
    ...typeChanges(inner, outer, at),
    ...valueChanges(inner, outer, at, comparison.direction),
    ...(isRequest ? boundChanges(was, now, at) : []),
    ...opaqueChanges(was, now, at, comparison.direction),
    ...(isRequest && !sameJson(was.default, now.default)
      ? [`${at}: means something else when it is absent`]
      : []),
    ...propertyChanges(was, now, at, inside),
    ...openness(was, now, at, inside),
    ...(hasItems ? schemaChanges(asNode(was.items), asNode(now.items), `${at}/items`, inside) : []),
    ...(isRequest && was.items === undefined && now.items !== undefined
      ? [`${at}: its items are checked now`]
      : []),
    ...(!isRequest && was.items !== undefined && now.items === undefined
      ? [`${at}: its items may be anything now`]
      : []),
  ]
}
