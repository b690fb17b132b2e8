/** Approvals composed: what is projected before the journal is followed, and what runs once it is. */

import type { Database } from '../store/database.ts'
import { openApprovals } from './approvals.ts'
import { startApprovalClock } from './clock.ts'
import { openExportApprovals } from './export-approvals.ts'
import { openOrders } from './orders.ts'
import type { RequestParts } from './request.ts'
import { openSecured } from './secured.ts'

/** Both projections, and what they mean for endpoints. */
export function openApprovalRecords(
  database: Database,
  parts: Omit<Parameters<typeof openOrders>[0], 'approvals' | 'secured'>,
) {
  const approvals = openApprovals(database)
  const secured = openSecured(database)
  return { approvals, secured, orders: openOrders({ approvals, secured, ...parts }) }
}

type Running = Parameters<typeof startApprovalClock>[0] & RequestParts

/** What routes and holders of exports use, and the clock. */
export function startApprovals(parts: Running) {
  const { approvals, secured, approvalSettings } = parts
  const approvalClock = startApprovalClock(parts)
  return {
    approvals,
    secured,
    approvalSettings,
    approvalClock,
    exportApprovals: openExportApprovals(parts),
  }
}
