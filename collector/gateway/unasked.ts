/** Stands for approvals where nobody can be asked: what is held stays held. */
import { Fault } from '../../events/fault.ts'
import type { Approvals } from '../approvals/export-request.ts'

export const unasked: Approvals = {
  requestApproval: () =>
    Promise.reject(new Fault('ERR_SETUP_MISSING', 'nobody can be asked for approval here')),
  decisionOn: () => undefined,
  deciders: () => [],
}
