export { type FuzzOptions, fuzz } from './fuzz.ts'
export { type NpmStartOptions, npmStart } from './npm-start.ts'
