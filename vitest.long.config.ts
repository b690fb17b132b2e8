/** Storms, failures and soaks: minutes each, one after the other. `npm run test:long`. */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/long/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 900_000,
    hookTimeout: 300_000,
    reporters: ['default'],
  },
})
