/** How a change of the customer base reaches the other nodes of a cluster. */

export interface BaseShare {
  /**
   * Call before the base is changed; what it gives, call after: it resolves when the change is the cluster's. Rejects with Fault
   * ERR_CONFLICT where another node changed the base in the meantime, or ERR_BUSY where the cluster is not reached.
   */
  begin(): () => Promise<void>
}

/** Of a collector alone: the change is all there is. */
export const unshared: BaseShare = { begin: () => async () => {} }
