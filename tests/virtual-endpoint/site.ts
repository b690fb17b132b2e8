/** A virtual endpoint with its agent, and the collector that it is enrolled at: what the cases are told on. */
import { resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { WatchPolicy } from '../../events/policy.ts'
import { cleanUp, type Rig, startRig } from '../collector/harness.ts'
import { bootEndpoint, type Endpoint } from './endpoint.ts'

const root = resolve(import.meta.dirname, '../..')
const agentLog = '/tmp/agent.log'
const waitMsMax = 90_000

export interface Site {
  readonly endpoint: Endpoint
  readonly rig: Rig
  /** Sets what is watched; resolves when the agent has it in force. */
  watch(policy: WatchPolicy): Promise<void>
  /** Events that the collector has, the oldest first, from offset `after` on. */
  events(after?: number): Promise<{ readonly offset: number; readonly event: unknown }[]>
  /** Waits until the agent's log has `text` `times` times. */
  logged(text: string, times: number): Promise<void>
  /** Waits until `look` gives something; throws with the agent's log after a while. */
  until<T>(look: () => Promise<T | undefined> | T | undefined, what: string): Promise<T>
  close(): Promise<void>
}

async function startAgent(endpoint: Endpoint, rig: Rig): Promise<void> {
  const { port } = new URL(await rig.collector.listen())
  const token = rig.collector.parts.access.newEnrolToken()
  // Node strips types by WebAssembly. While that is compiled a second time, V8 may miss its own record of the first code and end (nodejs/node#64500): seen once, on this slow processor. A package has no types to strip.
  const node = `${root}/node_modules/.bin/node --liftoff-only`
  const program = `${node} --import ${root}/runtime.mjs ${root}/clientkeep.ts`
  await endpoint.ok(
    `export NODE_COMPILE_CACHE=${root}/node_modules/.cache/clientkeep/compiled CLIENTKEEP_ENROL_TOKEN=${token}
     ${program} agent --data /run/clientkeep --collector http://localhost:${port} > ${agentLog} 2>&1 &`,
  )
}

/** Boots, enrols and waits until the agent speaks. `prepare` fills the collector before. */
export async function openSite(prepare: (rig: Rig) => Promise<void>): Promise<Site> {
  const rig = await startRig()
  await prepare(rig)
  const endpoint = await bootEndpoint()

  const until: Site['until'] = async (look, what) => {
    const deadline = Date.now() + waitMsMax
    for (;;) {
      const found = await look()
      if (found !== undefined) return found
      if (Date.now() > deadline) {
        const { output } = await endpoint.run(`tail -c 4000 ${agentLog}`)
        throw new Error(`waited 90 seconds for ${what}; the agent said:\n${output}`)
      }
      await delay(50)
    }
  }
  const agent = () => rig.collector.parts.agents.list()[0]
  const known: { offset: number; event: unknown }[] = []
  let read = 0

  await startAgent(endpoint, rig)
  await until(agent, 'the agent to enrol')
  return {
    endpoint,
    rig,
    until,
    logged: async (text, times) => {
      const count = `grep -c '${text}' ${agentLog} || true`
      await until(
        async () => (Number(await endpoint.ok(count)) >= times ? true : undefined),
        `the agent to say "${text}"`,
      )
    },
    watch: async policy => {
      await rig.call('PUT', '/api/v1/policy/watch', policy)
      const { version } = rig.collector.parts.policies
      await until(
        () => (agent()?.policy_version === version ? true : undefined),
        'the policy to be in force',
      )
    },
    events: async (after = 0) => {
      // Each is parsed once: who waits for a thousand looks often, beside a machine that needs the processor.
      for (;;) {
        const entries = await rig.collector.parts.journal.read(read, 500)
        for (const { kind, body, offset } of entries)
          if (kind === 'event') known.push({ offset, event: JSON.parse(body) })
        const last = entries.at(-1)
        if (!last) return known.filter(({ offset }) => offset > after)
        read = last.offset
      }
    },
    close: async () => {
      endpoint.close()
      await cleanUp()
    },
  }
}
