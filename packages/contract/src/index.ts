export * from './auth.ts'
export * from './availability.ts'
export * from './booking.ts'
export * from './booking-create.ts'
export * from './booking-update.ts'
export * from './business-hours.ts'
export * from './clash.ts'
export * from './conflicts.ts'
export { calendarDate } from './date.ts'
export { type Deprecation, deprecationHeaders } from './deprecation.ts'
export * from './entity-tag.ts'
export { answerExamples, requestExamples } from './examples.ts'
export * from './exception.ts'
export { changeHeaders, createHeaders, headerTitles, readHeaders, readObjectHeaders } from './headers.ts'
export * from './health.ts'
export * from './history.ts'
export { formatInstant, type InstantReading, instant, instantText, readInstant } from './instant.ts'
export { type LimitName, limits } from './limits.ts'
export { type Json, type JsonObject, metadata, metadataFault } from './metadata.ts'
export * from './occurrence.ts'
export { openApiDocument } from './openapi.ts'
export {
  type AnswerSpec,
  basePath,
  defineOperation,
  type Example,
  type HttpMethod,
  type Operation,
  routePath,
  statusesOf,
} from './operation.ts'
export { type OperationId, operationList, operations } from './operations.ts'
export { type Pagination, pageQuery, pagination, paginationOf } from './pagination.ts'
export { bookingParams, emptyQuery, exceptionParams, resourceParams } from './params.ts'
export * from './permission.ts'
export * from './problem.ts'
export {
  type ProblemCode,
  type ProblemKind,
  problemCodes,
  problemKinds,
  problemType,
} from './problem-codes.ts'
export { queryRecord } from './query.ts'
export * from './rebook.ts'
export * from './resource.ts'
export { codePointCount, isStorableText, text } from './text.ts'
export * from './user.ts'
export { uuid } from './uuid.ts'
export { pointerTo, problemErrors, type RequestPart, type Validated, validate } from './validation.ts'
