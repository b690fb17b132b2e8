/** `npm run check`: formatter, linter, types, dead code, tests with the tidy laws and the rules' own tests. The same line here and in CI. */
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Type from 'typebox'
import Value from 'typebox/value'

const root = join(import.meta.dirname, '..')
const results = join(tmpdir(), `clientkeep-check-${process.pid}.json`)
const bin = (name: string) => join(root, 'node_modules', '.bin', name)

const steps = [
  { name: 'format and lint', command: [bin('biome'), 'ci', '.'] },
  { name: 'types', command: [bin('tsc'), '-p', '.'] },
  { name: 'types of the dashboard', command: [bin('tsc'), '-p', 'dashboard'] },
  { name: 'dead code', command: [bin('knip')] },
  {
    name: 'tests',
    command: [
      process.execPath,
      join(root, 'setup.mjs'),
      'test',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${results}`,
    ],
  },
] as const

const Results = Type.Object({
  numPassedTests: Type.Integer(),
  numFailedTests: Type.Integer(),
  numPendingTests: Type.Integer(),
})

function run(command: readonly string[]): boolean {
  const [file = '', ...args] = command
  return spawnSync(file, args, { cwd: root, stdio: 'inherit' }).status === 0
}

/** Counts of the test run; a run that wrote none counts as one failure. */
function counts() {
  try {
    const { numPassedTests, numFailedTests, numPendingTests } = Value.Parse(
      Results,
      JSON.parse(readFileSync(results, 'utf8')),
    )
    rmSync(results)
    return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests }
  } catch {
    return { passed: 0, failed: 1, skipped: 0 }
  }
}

const outcomes = steps.map(({ name, command }) => ({ name, passed: run(command) }))
const tests = counts()
const failedSteps = outcomes.filter(({ passed }) => !passed)
for (const { name } of failedSteps) console.log(`failed: ${name}`)
const checks = outcomes.filter(({ name }) => name !== 'tests')
const passed = tests.passed + checks.filter(step => step.passed).length
const failed = Math.max(
  tests.failed + checks.filter(step => !step.passed).length,
  failedSteps.length > 0 ? 1 : 0,
)
console.log(`${passed} passed, ${failed} failed, ${tests.skipped} skipped`)
process.exitCode = failed === 0 ? 0 : 1
