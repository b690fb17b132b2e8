/** Makes the gateway out of the collector's parts and starts it where the configuration asks for one. */
import { join } from 'node:path'
import type { Logger } from 'pino'
import { Fault } from '../../events/fault.ts'
import type { Config } from '../config.ts'
import { listenFault } from '../listen-fault.ts'
import type { Parts } from '../routes/app.ts'
import { openTls } from '../tls/listener.ts'
import { type Gateway, openGateway } from './gateway.ts'
import { openRecogniser } from './recogniser.ts'
import type { GatewaySettings } from './settings.ts'
import { openSpool } from './spool.ts'
import { openTold } from './told.ts'
import { openViews } from './views.ts'
import { openVisitors } from './visitors.ts'

interface Sources {
  readonly parts: Parts
  readonly config: Config
  /** The data folder. */
  readonly dir: string
  readonly log: Logger
}

export interface RunningGateway extends Pick<Gateway, 'close'> {
  readonly port: number
}

/** Canaries have addresses, which need a domain. Throws Fault ERR_CONFIG_INVALID. */
function needDomains({ rules, canary_domains }: GatewaySettings): void {
  const rule = rules.find(({ canaries }) => canaries > 0)
  if (rule && canary_domains.length === 0)
    throw new Fault(
      'ERR_CONFIG_INVALID',
      `gateway.rules "${rule.name}": canaries need gateway.canary_domains, a domain whose mail you receive`,
    )
}

/** Starts it; undefined where the configuration has none. Rejects with Fault ERR_PORT_IN_USE or ERR_CONFIG_INVALID. */
export async function startGateway({
  parts,
  config,
  dir,
  log,
}: Sources): Promise<RunningGateway | undefined> {
  const settings = config.gateway
  if (!settings) return undefined
  needDomains(settings)
  const { now, journal, base, directory, identity, signingKey } = parts
  const folder = join(dir, 'gateway')
  const spool = openSpool(folder, signingKey)
  const names = [...config.tls.names, ...settings.apps.map(({ host }) => host)]
  const tls = openTls(folder, {
    ...{ host: settings.host, now, log },
    settings: { ...config.tls, names },
  })
  const told = openTold(journal, log)
  const product = { name: 'Clientkeep Gateway', vendor_name: 'Clientkeep', version: parts.version }
  const gateway = openGateway(
    {
      ...{ settings, now, log, base, directory, spool },
      product,
      ...{ exports: parts.exports, decide: parts.decide, baseShare: parts.baseShare },
      heldExports: parts.heldExports,
      approvals: parts.exportApprovals,
      secured: (person, time) => parts.secured.of(person, time)?.reason,
      signInOrigin: () => identity.site().origins[0] ?? '',
      visitors: openVisitors({
        ...{ identity, directory, signingKey, now },
        integrations: settings.integrations,
      }),
      recogniser: openRecogniser(base),
      budget: parts.budget,
      told,
      views: openViews({
        ...{ told, product, base, budget: parts.budget, now, log },
        seen: pages => parts.counters.gateway.add(pages, 'page'),
      }),
      count: what => parts.counters.gateway.add(1, what),
    },
    tls,
  )
  try {
    const port = await gateway.listen()
    return {
      port,
      close: async () => {
        await gateway.close()
        tls?.stop()
      },
    }
  } catch (error) {
    await gateway.close().catch(() => {})
    throw listenFault(error, settings)
  }
}
