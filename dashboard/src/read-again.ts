/** Reads things again behind what somebody just did: nobody waits for it, so a dialog goes and a result shows with the answer. */
import { type QueryKey, useQueryClient } from '@tanstack/react-query'

/** Marks what the page keeps under these keys as out of date; what is on the page is read again. */
export function useReadAgain() {
  const client = useQueryClient()
  return (...keys: readonly QueryKey[]): void => {
    for (const queryKey of keys) void client.invalidateQueries({ queryKey })
  }
}
