/** The messages between a sandbox and its readers. */
import type { ScanOutcome } from './scan.ts'

/** A filter file for the scans that follow (undefined: none), or a file to scan. */
export type ToReader =
  | { readonly filter: Uint8Array | undefined }
  | { readonly path: string; readonly timeMsMax: number; readonly isByRow: boolean }

/** What a scan gave, or why there is no result. */
export type FromReader =
  | { readonly outcome: ScanOutcome }
  | { readonly outcome?: undefined; readonly reason: string }
