export { url, wholeNumber } from './kinds.ts'
export { ConfigError, readSettings } from './read-settings.ts'
export { sharedFields } from './shared-fields.ts'
