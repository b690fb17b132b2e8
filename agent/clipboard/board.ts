/** The clipboard as a desktop tells of it. What is copied is read only when asked, and only as far as asked. */
import type { Account } from '../platform/platform.ts'

/** Bytes of a copy in one of its types, as far as they were wanted. */
export interface Content {
  readonly bytes: Uint8Array
  readonly isCut: boolean
}

/** Something that was just copied. */
export interface Copy {
  /** `CLIPBOARD`. */
  readonly board: string
  /** The types that it is offered in, as the desktop names them. */
  readonly types: readonly string[]
  /** The program that copied, as far as it is known. */
  readonly app?: string
  readonly pid?: number
  /** The content in one of its types; undefined where the program does not hand it over, or something else was copied since. */
  read(type: string, bytesMax: number): Promise<Content | undefined>
}

export interface Handlers {
  /** From now on copies are seen. */
  readonly onReady: () => void
  /** Called for one copy after the other: for a later one when the call before has resolved. */
  readonly onCopy: (copy: Copy) => Promise<void>
  /** A copy was replaced before it could be read, or its program did not hand it over. */
  readonly onMissed: () => void
  readonly signal: AbortSignal
}

export interface Desktop {
  /** The same as long as the desktop runs: `x11 :0`. */
  readonly id: string
  readonly account: Account
  /** Why less is seen here than elsewhere. */
  readonly weakness?: string
  /** Resolves when the desktop has ended or the signal aborted; rejects where it cannot be listened to, with the reason in words. */
  listen(handlers: Handlers): Promise<void>
}

export interface Clipboards {
  /** Desktops that run now. */
  desktops(): readonly Desktop[]
  /** Why a desktop that somebody uses cannot be listened to; absent where that cannot happen. */
  readonly unseen?: () => string | undefined
}
