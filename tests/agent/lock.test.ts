/** One agent per folder, whatever path leads to it. */
import { mkdirSync, renameSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { lockFolder } from '../../agent/lock.ts'
import { cleanUp, tempDir } from '../collector/harness.ts'

afterEach(cleanUp)

it.runIf(process.platform === 'linux')(
  'holds the folder itself: by each of its paths, and not another that took its place',
  async () => {
    const root = tempDir()
    const [first, moved, linked] = [join(root, 'a'), join(root, 'b'), join(root, 'c')]
    mkdirSync(first)
    symlinkSync(first, linked)
    const unlock = await lockFolder(first)
    await expect(lockFolder(linked)).rejects.toMatchObject({ code: 'ERR_DATA_LOCKED' })
    renameSync(first, moved)
    mkdirSync(first)
    const unlockOther = await lockFolder(first)
    await expect(lockFolder(moved)).rejects.toMatchObject({ code: 'ERR_DATA_LOCKED' })
    await Promise.all([unlock(), unlockOther()])
    const again = await lockFolder(moved)
    await again()
  },
)
