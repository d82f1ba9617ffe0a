import * as z from 'zod'
import type { ZodOpenApiOverrideMetaContext } from 'zod-openapi'

/**
 * The shape of an answer: strict here, so that a test finds what is not written down; open in the OpenAPI
 * document, so that a field may be added without breaking a client.
 */
export function answer<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape).meta({
    override: ({ jsonSchema }: ZodOpenApiOverrideMetaContext) => {
      delete jsonSchema.additionalProperties
    },
  })
}

/** A field that does not belong in this body, with the sentence that says where it does. */
export function refusedField(message: string) {
  return z
    .never({ error: message })
    .optional()
    .meta({ description: `Not here: ${message}.` })
}
