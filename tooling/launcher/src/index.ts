export { type NpmStartOptions, npmStart } from './npm-start.ts'
