/** Looks for customers in what is copied on the desktops of this machine. Tells how many, never the text; secrets of password managers are left alone. */
import { setInterval as ticks } from 'node:timers/promises'
import Type from 'typebox'
import { clipboardActivity } from '../../events/clipboard-activity.ts'
import type { Copy, Desktop } from '../clipboard/board.ts'
import { type Found, lookAt } from '../clipboard/look.ts'
import { mimeTypesOf } from '../clipboard/types.ts'
import { sensor } from '../sensor.ts'

const options = Type.Object({
  desktopsMs: Type.Integer({ default: 2000, description: 'How often desktops are looked for' }),
  retryMs: Type.Integer({
    default: 60_000,
    description: 'A desktop that could not be listened to is tried again after this long',
  }),
})

/** A clipboard manager that takes a copy over, or a program that offers it anew, makes no new copy. */
const samenessOf = (found: readonly Found[]): string =>
  found.map(({ copy, scan }) => `${copy.file} ${scan.tokens} ${scan.groups}`).join('\n')

export const clipboard = sensor({
  name: 'clipboard',
  summary: 'Customers in what is copied on the desktop',
  options,
  async start({ options: given, platform, scanner, onPolicy, emit, degraded, now, log, signal }) {
    const { clipboards } = platform
    if (!clipboards) return degraded(`copies are not seen on ${platform.name}`)
    const listening = new Map<string, Promise<void>>()
    const retryAt = new Map<string, number>()
    let off = new AbortController()
    let isWanted = false
    let missed = 0
    const onMissed = () => {
      missed += 1
    }

    async function tell(desktop: Desktop, copy: Copy, found: readonly Found[], time: number) {
      const process = copy.pid === undefined ? undefined : platform.program?.(copy.pid)
      for (const { copy: what, scan } of found) {
        emit(clipboardActivity, {
          time,
          account: desktop.account,
          app: copy.app,
          process,
          board: copy.board,
          mimeTypes: mimeTypesOf(copy.types),
          copy: what,
          scan,
        })
      }
    }

    async function listen(desktop: Desktop): Promise<void> {
      let last = ''
      const ending = AbortSignal.any([signal, off.signal])
      if (desktop.weakness) degraded(desktop.weakness)
      await desktop.listen({
        signal: ending,
        onReady: () => log.info({ desktop: desktop.id }, 'listening to the clipboard'),
        onMissed,
        onCopy: async copy => {
          const time = now()
          const remote = platform.remote?.mounts()
          const isHere = (path: string) => remote?.(path) === undefined
          const found = await lookAt(copy, { scanner, signal: ending, onMissed, isHere })
          const sameness = samenessOf(found)
          if (sameness !== last) await tell(desktop, copy, found, time)
          last = sameness
        },
      })
    }

    function follow(desktop: Desktop): void {
      const { id } = desktop
      const ended = listen(desktop)
        .catch((error: unknown) => {
          retryAt.set(id, performance.now() + given.retryMs)
          if (!signal.aborted) degraded(error instanceof Error ? error.message : String(error))
        })
        .finally(() => listening.delete(id))
      listening.set(id, ended)
    }

    function look(): void {
      if (missed > 0) degraded('copies were replaced, or not handed over in time', missed)
      missed = 0
      if (!isWanted) return
      const unseen = clipboards?.unseen?.()
      if (unseen !== undefined) degraded(unseen)
      for (const desktop of clipboards?.desktops() ?? []) {
        const isDue = performance.now() >= (retryAt.get(desktop.id) ?? 0)
        if (!listening.has(desktop.id) && isDue) follow(desktop)
      }
    }

    onPolicy(async ({ watch }) => {
      isWanted = watch.clipboard !== false
      retryAt.clear()
      if (!isWanted) {
        off.abort()
        off = new AbortController()
      }
      look()
    })
    try {
      for await (const _ of ticks(given.desktopsMs, undefined, { signal })) look()
    } catch (error) {
      if (!signal.aborted) throw error
    }
    await Promise.all(listening.values())
  },
})
