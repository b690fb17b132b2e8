/** In a cluster the node with the first lane carries the news, so that each is told once; a node alone carries them always. */
import type { Logger } from 'pino'

interface Lanes {
  onChange(listener: (lanes: readonly number[]) => void): unknown
  current(): Promise<readonly { readonly lane: number }[]>
}

interface Parts {
  readonly notify: { start(): Promise<void>; pause(): Promise<void> }
  readonly lanes: Lanes | undefined
  readonly log: Logger
}

/** `start` begins to carry; `idle` resolves when no change of lanes is under way. */
export function newsCarrier({ notify, lanes, log }: Parts) {
  let carrying: Promise<void> = Promise.resolve()
  async function carry(own: readonly number[]): Promise<void> {
    await notify.pause()
    if (own.includes(0)) await notify.start()
  }
  function share(own: readonly number[]): void {
    carrying = carrying
      .then(() => carry(own))
      .catch((error: unknown) => log.error({ err: error }, 'channels could not be started'))
  }
  return {
    start: async (): Promise<void> => {
      if (!lanes) return notify.start()
      lanes.onChange(share)
      share((await lanes.current()).map(({ lane }) => lane))
    },
    idle: () => carrying,
  }
}
