/** The events of the ingest benchmarks: a file written by one of 500 accounts, some 500 bytes, as an agent sends it. */
import { FileActivity } from '../../../events/file-activity.ts'

/** JSON text of an event of this agent; `index` makes it another one. */
export const eventText = (agent: string, index: number): string =>
  JSON.stringify({
    metadata: {
      version: '1.9.0-dev',
      uid: `e-${index}`,
      product: { name: 'Clientkeep', vendor_name: 'Clientkeep', version: '0.1.0' },
    },
    time: 1_790_000_000_000 + index,
    severity_id: 1,
    category_uid: 1,
    class_uid: 1001,
    class_name: FileActivity.properties.class_name.const,
    activity_id: 3,
    activity_name: 'Update',
    type_uid: 100_103,
    actor: { user: { name: `user${index % 500}` } },
    device: { type_id: 2, uid: agent, hostname: 'lt-0231' },
    file: { name: `f${index}.csv`, path: `/home/u/f${index}.csv`, type_id: 1, size: 1000 },
    unmapped: { clientkeep: { place: { kind: 'folder', label: 'Downloads', path: '/home/u' } } },
  })
