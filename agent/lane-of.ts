/** Which events go first when there is much to send: what an alert may hang on, and what the agent says about itself. */
import Type from 'typebox'
import { Compile } from 'typebox/compile'
import { classUid, severityId } from '../events/ocsf.ts'
import type { LaneName } from './spool/spool.ts'

const Weighed = Compile(
  Type.Object({
    class_uid: Type.Integer(),
    severity_id: Type.Integer(),
    file: Type.Optional(
      Type.Object({
        data_classifications: Type.Optional(Type.Array(Type.Object({ total: Type.Integer() }))),
      }),
    ),
  }),
)

const ofTheAgent: ReadonlySet<number> = new Set([
  classUid.applicationLifecycle,
  classUid.applicationError,
])

/** `urgent`: from medium severity on, about the agent itself, or a file with candidates for customers in it. */
export function laneOf(event: unknown): LaneName {
  if (!Weighed.Check(event)) return 'routine'
  const { class_uid, severity_id, file } = event
  const holdsCustomers = file?.data_classifications?.some(({ total }) => total > 0) ?? false
  const isUrgent = severity_id >= severityId.medium || ofTheAgent.has(class_uid) || holdsCustomers
  return isUrgent ? 'urgent' : 'routine'
}
