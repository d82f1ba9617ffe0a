export { Calendar } from './calendar.ts'
export { type Operation, operationArbitrary } from './operation-arbitrary.ts'
export {
  ModelMismatch,
  performOperation,
  type SendOperation,
} from './perform-operation.ts'
