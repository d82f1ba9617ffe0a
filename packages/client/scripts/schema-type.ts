/** The part of JSON Schema that the OpenAPI document uses. */
export interface JsonSchema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly items?: JsonSchema
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly not?: JsonSchema
  readonly default?: unknown
  readonly description?: string
  readonly deprecated?: boolean
  readonly additionalProperties?: boolean | JsonSchema
}

/** A documentation comment, indented, with a line end; nothing where there is nothing to say. */
export function comment(text: string, indent: string): string {
  const lines = text.replaceAll('*/', '* /').split('\n')
  if (text === '') return ''
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`
  return `${indent}/**\n${lines.map((line) => `${indent} *${line === '' ? '' : ` ${line}`}\n`).join('')}${indent} */\n`
}

/** Name of the component that a reference points to. */
export function refName(ref: string): string {
  return ref.slice(ref.lastIndexOf('/') + 1)
}

function fieldComment(schema: JsonSchema): string {
  const { description, default: standard, deprecated } = schema
  const sentences = [
    description,
    standard === undefined || standard === null ? undefined : `Default: \`${JSON.stringify(standard)}\`.`,
    deprecated ? '\n@deprecated' : undefined,
  ]
  return sentences.filter((sentence) => sentence !== undefined).join(' ')
}

/** The fields of an object. A field that is always refused (`not: {}`) is left out: TypeScript refuses it as well. */
function objectType(schema: JsonSchema, indent: string, isInput: boolean): string {
  const required = new Set(schema.required)
  const fields = Object.entries(schema.properties ?? {}).filter(([, field]) => field.not === undefined)
  const { additionalProperties: more } = schema
  if (fields.length === 0) {
    if (typeof more === 'object') return `Record<string, ${typeOf(more, indent, isInput)}>`
    return more === false ? 'Record<string, never>' : 'Record<string, unknown>'
  }
  const inner = `${indent}  `
  const lines = fields.map(([name, field]) => {
    const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)
    const orUndefined = required.has(name) ? '' : ' | undefined'
    const type = typeOf(field, inner, isInput)
    const optionalType = type === 'unknown' ? type : `${type}${orUndefined}`
    return `${comment(fieldComment(field), inner)}${inner}${key}${required.has(name) ? '' : '?'}: ${optionalType}\n`
  })
  return `{\n${lines.join('')}${indent}}`
}

function arrayType(items: JsonSchema, indent: string, isInput: boolean): string {
  const item = typeOf(items, indent, isInput)
  const isUnion = items.anyOf ?? items.oneOf ?? items.enum ?? Array.isArray(items.type)
  return `${isInput ? 'readonly ' : ''}${isUnion ? `(${item})` : item}[]`
}

/**
 * A schema as a TypeScript type. Lists in what is sent may be read-only; lists in what is received are the
 * caller's own.
 */
export function typeOf(schema: JsonSchema, indent: string, isInput: boolean): string {
  if (schema.$ref !== undefined) return refName(schema.$ref)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return choices.map((choice) => typeOf(choice, indent, isInput)).join(' | ')
  if (schema.const !== undefined) return literal(schema.const)
  if (schema.enum) return schema.enum.map(literal).join(' | ')
  const { type } = schema
  if (type === undefined) return 'unknown'
  if (typeof type !== 'string')
    return type.map((one) => typeOf({ ...schema, type: one }, indent, isInput)).join(' | ')
  switch (type) {
    case 'object':
      return objectType(schema, indent, isInput)
    case 'array':
      return arrayType(schema.items ?? {}, indent, isInput)
    case 'integer':
      return 'number'
    case 'number':
    case 'string':
    case 'boolean':
    case 'null':
      return type
    default:
      throw new TypeError(`no TypeScript type is known for the JSON type ${type}`)
  }
}

function literal(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : JSON.stringify(value)
}
