/** Approvals that a test decides on itself: what was asked, and a table of answers. */
import type {
  Approvals,
  ExportDecision,
  ExportRequest,
} from '../../../collector/approvals/export-request.ts'

export function tableApprovals() {
  const asked = new Map<string, ExportRequest>()
  const answers = new Map<string, ExportDecision>()
  const approvals: Approvals = {
    requestApproval: async request => {
      asked.set(request.id, request)
    },
    decisionOn: id => {
      const request = asked.get(id)
      if (!request) return undefined
      const waiting = { state: 'waiting', deciders: ['a manager'], needed: 1 } as const
      return answers.get(id) ?? { ...waiting, until: request.deadline }
    },
    deciders: () => ['a manager'],
  }
  return {
    approvals,
    asked,
    decide: (id: string, answer: ExportDecision) => answers.set(id, answer),
  }
}
