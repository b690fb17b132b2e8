/** Test runner settings. Tests never sleep; what they wait for has a limit. */
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { TwoLanes } from './tests/two-lanes.ts'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/long/**'],
    pool: 'forks',
    maxWorkers: 2,
    // Sources run as the product runs them: by Node itself, with libraries from the bundles. It takes a quarter less of the processor.
    execArgv: ['--import', join(import.meta.dirname, 'runtime.mjs')],
    experimental: { viteModuleRunner: false, nodeLoader: false },
    sequence: { sequencer: TwoLanes },
    // A machine that is busy with something else as well is no fault of what is tested.
    testTimeout: 90_000,
    hookTimeout: 120_000,
    reporters: ['default'],
  },
})
