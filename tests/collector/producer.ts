/** A producer of OCSF events for tests: what it tells, and how it hands that in. */
import type { IngestReply } from '../../events/wire.ts'
import type { Answer, Rig } from './harness.ts'

/** A file that anna made, as another product tells it. */
export const producedEvent = (uid: string, more: object = {}) => ({
  metadata: { uid, version: '1.9.0', product: { name: 'Mail gateway', vendor_name: 'Other' } },
  time: Date.now(),
  severity_id: 1,
  category_uid: 1,
  class_uid: 1001,
  activity_id: 1,
  activity_name: 'Create',
  type_uid: 100_101,
  actor: { user: { name: 'anna' } },
  device: { uid: 'other-1', hostname: 'lt-0231', type_id: 2 },
  file: { name: 'list.csv', path: '/mnt/list.csv', type_id: 1 },
  ...more,
})

/** Anna, who leaves, takes most of the base out of the CRM: `export.bulk-by-leaver`. */
export const producedExport = (uid: string) =>
  producedEvent(uid, {
    ...{ class_uid: 6001, category_uid: 6, activity_id: 7, type_uid: 600_107 },
    ...{ activity_name: 'Export', web_resources: [{ name: 'Contacts' }] },
    unmapped: {
      clientkeep: {
        place: { kind: 'crm', label: 'CRM', path: '/export' },
        customers: { distinct: 320, share_percent: 80, kinds: {}, ids: [] },
      },
    },
  })

/** Posts lines with a token; texts go as they are. */
export async function postAsProducer(
  rig: Rig,
  token: string,
  lines: readonly (object | string)[],
  path = 'producers',
): Promise<Answer<IngestReply>> {
  const reply = await rig.collector.app.inject({
    method: 'POST',
    url: `/api/v1/${path}/events`,
    headers: {
      host: '127.0.0.1',
      authorization: `Bearer ${token}`,
      'content-type': 'application/x-ndjson',
    },
    payload: lines.map(line => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
  })
  return { status: reply.statusCode, body: JSON.parse(reply.body) }
}
