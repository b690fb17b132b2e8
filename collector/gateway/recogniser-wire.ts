/** Messages between the gateway and the thread that reads what passes through it. */
import type { ScanOutcome } from '../../content/scan.ts'

/** One body: whole, or piece by piece under its number. `encoding`: the content codings it is under, as its header says. */
export type ToRecogniser =
  | { readonly type: 'filter'; readonly file: Uint8Array | undefined }
  | {
      readonly type: 'page'
      readonly id: number
      readonly name: string
      readonly encoding: string
      readonly bytes: Uint8Array
    }
  | { readonly type: 'open'; readonly id: number; readonly name: string; readonly encoding: string }
  | { readonly type: 'piece'; readonly id: number; readonly bytes: Uint8Array }
  | { readonly type: 'end'; readonly id: number }

/** What was read. `isNotPlain`: its format is taken apart elsewhere, in a process of its own; it was not read. */
export type Reading =
  | { readonly outcome: ScanOutcome; readonly head: string }
  | { readonly isNotPlain: true }
  | { readonly failure: string }

/** `taken`: so many bytes were read, room for as many more. */
export type FromRecogniser =
  | { readonly type: 'read'; readonly id: number; readonly reading: Reading }
  | { readonly type: 'taken'; readonly id: number; readonly bytes: number }
