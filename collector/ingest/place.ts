/** How long a caller keeps the place that it took at a turnstile: until it is answered, or its connection is gone. */
import type { EventEmitter } from 'node:events'
import { Fault } from '../../events/fault.ts'

/** A connection; `destroyed`: it is closed, whether that was told by now or not. */
interface Connection extends Pick<EventEmitter, 'once' | 'off'> {
  readonly destroyed?: boolean
}

/**
 * Has `leave` called once the connection closes; gives what to call when the caller is answered. Who is gone before leaves at once, for
 * nothing would tell of it any more. Throws Fault ERR_INPUT_INVALID then.
 */
export function keepPlace(connection: Connection, leave: () => void): () => void {
  if (connection.destroyed) {
    leave()
    throw new Fault('ERR_INPUT_INVALID', 'the connection ended before the request was whole')
  }
  connection.once('close', leave)
  return () => {
    connection.off('close', leave)
    leave()
  }
}
