import fc from 'fast-check'

/**
 * Properties try the same cases on every machine, so that what fails for one person fails for everybody. PROPERTY_SEED
 * is another seed, or `random` for one nobody has tried: a failure names it.
 */
const { PROPERTY_SEED = '20261123' } = process.env

if (PROPERTY_SEED !== 'random') fc.configureGlobal({ seed: Number(PROPERTY_SEED) })
