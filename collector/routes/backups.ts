/** Backups for people: those in the data folder's own place, and one more at once. Other places are the console's to name. */
import { mkdirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { BackupList } from '../../events/admin.ts'
import { Fault } from '../../events/fault.ts'
import type { App, Parts } from './app.ts'

const fileName = /^clientkeep-[\dT-]+\.tar\.zst$/

export function backups(app: App, parts: Parts): void {
  const folder = join(parts.dir, 'backups')
  let isRunning = false
  const made = () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    return readdirSync(folder)
      .filter(name => fileName.test(name))
      .map(name => {
        const { size, mtimeMs } = statSync(join(folder, name))
        return { name, bytes: size, made_at: Math.round(mtimeMs) }
      })
      .toSorted((one, other) => other.made_at - one.made_at)
  }
  const list = (): BackupList => ({ folder, backups: made(), running: isRunning })

  app.get(
    '/api/v1/backups',
    { config: { access: 'user', needs: 'setup.read' }, schema: { response: { 200: BackupList } } },
    async () => list(),
  )

  app.post(
    '/api/v1/backups/now',
    {
      config: { access: 'user', needs: 'setup.change' },
      schema: { response: { 200: BackupList } },
    },
    async ({ principal }) => {
      if (isRunning) throw new Fault('ERR_CONFLICT', 'a backup is being made already')
      isRunning = true
      try {
        made()
        const stamp = new Date(parts.now()).toISOString().slice(0, 19).replaceAll(':', '-')
        const to = join(folder, `clientkeep-${stamp}.tar.zst`)
        await parts.upkeep.backup(to, () =>
          parts.decide(principal, [{ kind: 'backup.made', data: { to } }]),
        )
      } finally {
        isRunning = false
      }
      return list()
    },
  )
}
