/** Operating faults: bad input, network, disk. A bug is no fault; it throws a plain Error and ends its part. */

/** Each code's HTTP status and process exit code. Codes are stable; texts are for people and may change. */
export const faultCodes = {
  ERR_INPUT_INVALID: { status: 400, exit: 2 },
  ERR_INPUT_FILE: { status: 400, exit: 2 },
  ERR_INPUT_COLUMNS: { status: 422, exit: 2 },
  ERR_INPUT_TOO_LARGE: { status: 413, exit: 2 },
  ERR_ACCESS_SIGNED_OUT: { status: 401, exit: 4 },
  ERR_ACCESS_DENIED: { status: 403, exit: 4 },
  ERR_ACCESS_LINK_USED: { status: 401, exit: 4 },
  ERR_ACCESS_KEY_NEEDED: { status: 403, exit: 4 },
  ERR_ACCESS_KEY_REFUSED: { status: 403, exit: 4 },
  ERR_ACCESS_PROVIDER: { status: 403, exit: 4 },
  ERR_ACCESS_STEP_UP: { status: 403, exit: 4 },
  ERR_ACCESS_SUSPENDED: { status: 401, exit: 4 },
  ERR_NOT_FOUND: { status: 404, exit: 2 },
  ERR_CONFLICT: { status: 409, exit: 5 },
  ERR_AGENT_UNKNOWN: { status: 401, exit: 4 },
  /** As RFC 8555, section 6.5, has it: the answer carries the nonce to sign. */
  ERR_AGENT_NONCE: { status: 400, exit: 6 },
  ERR_AGENT_ENROL_TOKEN: { status: 401, exit: 4 },
  ERR_LIMITED: { status: 429, exit: 6 },
  ERR_INPUT_ENCODING: { status: 415, exit: 2 },
  ERR_BUSY: { status: 503, exit: 6 },
  ERR_CONFIG_INVALID: { status: 500, exit: 3 },
  ERR_DATA_LOCKED: { status: 500, exit: 5 },
  ERR_DATA_NEWER: { status: 500, exit: 3 },
  ERR_DATA_OLDER: { status: 500, exit: 3 },
  ERR_DATA_DAMAGED: { status: 500, exit: 3 },
  ERR_DATA_MIXED: { status: 500, exit: 3 },
  ERR_DISK_FULL: { status: 507, exit: 6 },
  ERR_PORT_IN_USE: { status: 500, exit: 5 },
  ERR_COLLECTOR_UNREACHABLE: { status: 502, exit: 6 },
  ERR_RULES_INVALID: { status: 422, exit: 3 },
  ERR_SETUP_MISSING: { status: 500, exit: 3 },
  ERR_KAFKA_SETUP: { status: 500, exit: 3 },
} as const

export type FaultCode = keyof typeof faultCodes

/** What went wrong, where, and what to do, in one sentence a person can act on. `details` never holds secrets or personal data. */
export class Fault extends Error {
  readonly code: FaultCode
  readonly details: Readonly<Record<string, unknown>>

  constructor(
    code: FaultCode,
    message: string,
    options: { cause?: unknown; details?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(message, { cause: options.cause })
    this.name = 'Fault'
    this.code = code
    this.details = options.details ?? {}
  }
}

/** The `code` of a Node system error (`ENOENT`, `ENOSPC` …), or undefined. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

/** Ends the part that broke an invariant. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${message}`)
}
