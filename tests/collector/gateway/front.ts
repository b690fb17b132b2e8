/** A gateway in front of an application that a test writes: real listeners, people with keys in software, answers from a table. */
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { bodyOf } from '../../../collector/journal/journal.ts'
import { fillCompany } from '../company.ts'
import { eventually, type Rig, startRig, tempDir } from '../harness.ts'
import { addUser, type SignedIn } from '../identity/users.ts'

/** The port that a server listens on. */
const portOf = (server: Server): number => {
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

export interface Front {
  readonly rig: Rig
  readonly crm: Server
  readonly url: string
  readonly olga: SignedIn
  readonly anna: SignedIn
  readonly mira: SignedIn
  /** A request by somebody signed in; follows no redirect. */
  get(path: string, by?: SignedIn, init?: RequestInit): Promise<Response>
  close(): void
}

/** Starts it; `rules` and more go into the configuration. Anna leaves, Mira stays. */
export async function startFront(
  application: RequestListener,
  settings: object = {},
): Promise<Front> {
  const crm = createServer(application).listen(0, '127.0.0.1')
  await once(crm, 'listening')
  const dir = tempDir()
  const app = { name: 'CRM', host: '127.0.0.1', upstream: `http://127.0.0.1:${portOf(crm)}` }
  const gateway = { port: 0, apps: [{ ...app, user_header: 'X-Remote-User' }], ...settings }
  writeFileSync(join(dir, 'config.yaml'), stringify({ gateway }))
  const rig = await startRig({ dir })
  await fillCompany(rig)
  await rig.collector.listen()
  const url = `http://127.0.0.1:${rig.collector.gatewayPort}`
  const anna = await addUser(rig, 'anna', [], 'anna@firm.example')
  const mira = await addUser(rig, 'mira', [], 'mira@firm.example')
  const olga = await addUser(rig, 'olga', ['officer'])
  return {
    ...{ rig, crm, url, anna, mira, olga },
    get: (path, by = mira, init = {}) =>
      fetch(url + path, {
        redirect: 'manual',
        ...init,
        headers: { cookie: by.cookie, ...init.headers },
      }),
    close: () => {
      crm.closeAllConnections()
      crm.close()
    },
  }
}

interface WebEvent {
  readonly class_uid: number
  readonly activity_name: string
  readonly disposition?: string
  readonly actor: { readonly user: { readonly name: string } }
}

/** Events of the gateway in the journal, once there are `count`. */
export const eventsOf = ({ rig }: Front, count: number): Promise<readonly WebEvent[]> =>
  eventually(async () => {
    const batches = await rig.collector.parts.journal.readEvents(0, 10_000)
    const events = batches
      .flatMap(({ lines }) => lines.map((line): WebEvent => JSON.parse(bodyOf(line))))
      .filter(({ class_uid }) => class_uid === 6001)
    return events.length >= count ? events : undefined
  }, `${count} events of the gateway`)

/** An officer's answer to what was asked for a hold; the answer of the collector. */
export function decideOn(
  { rig, olga }: Front,
  hold: string,
  answer: { readonly verdict: 'approve' | 'refuse'; readonly conditions?: object },
) {
  const { approvals } = rig.collector.parts
  const row = approvals.bySource('export', hold)
  if (!row) throw new Error(`nobody was asked about ${hold}`)
  const conditions = {
    ...{ rows_max: null, drop_columns: [], canaries: false },
    ...{ until: Date.now() + 3_600_000, ...answer.conditions },
  }
  const body =
    answer.verdict === 'approve'
      ? { verdict: 'approve', seen: row.digest, conditions }
      : { verdict: 'refuse', seen: row.digest, reason: 'not agreed' }
  return olga.call<{ state: string }>('POST', `/api/v1/approvals/${row.id}/decision`, body)
}
