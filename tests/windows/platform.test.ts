/** The platform's face for Windows, tried on Windows as far as Wine has it. */
import { afterAll, describe, expect, it } from 'vitest'
import { cleanUp, tempDir } from '../collector/harness.ts'
import { bootWindows, nodeArgs, noWine, runWindows, stopWindows, windowsPath } from './wine.ts'

if (noWine) console.warn(`skipped, the platform file of Windows: ${noWine}`)

describe.skipIf(noWine)('the platform file of Windows', { timeout: 120_000 }, () => {
  afterAll(async () => {
    await stopWindows()
    await cleanUp()
  })

  it('holds all its checks on Windows', async () => {
    const dir = tempDir()
    await bootWindows(dir)
    const script = nodeArgs('tests/windows/platform-checks.ts', windowsPath(tempDir()))
    const said = await runWindows(script, dir)
    expect(said).toMatch(/# fail 0|ℹ fail 0/)
    expect(said).toMatch(/# pass 9|ℹ pass 9/)
  })
})
