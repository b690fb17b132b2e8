/** How processes of the command end. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const stopping = join(import.meta.dirname, '..', '..', 'cli', 'stopping.ts')

it.each(['SIGTERM', 'SIGINT'] as const)(
  'a child that was told to stop by %s ends by itself, with its parent still there',
  async signal => {
    const script = `
      const { stopSignal } = await import(${JSON.stringify(stopping)})
      const stopped = stopSignal()
      process.send('ready')
      process.exitCode = (await stopped) === '${signal}' ? 0 : 1`
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    try {
      await once(child, 'message')
      child.kill(signal)
      expect(await once(child, 'exit')).toEqual([0, null])
    } finally {
      child.kill('SIGKILL')
    }
  },
)
