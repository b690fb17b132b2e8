/** The collector's unit under a real systemd: what it takes away must not be what the collector needs, and a stop answers what is under way. */

import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bootSystemd, noSystemdRoot, type SystemdRoot } from '../packaging/systemd-root.ts'

const root = join(import.meta.dirname, '..', '..')
const service = 'clientkeep.service'
const waitMsMax = 120_000
if (noSystemdRoot !== undefined) console.warn(`skipped: the collector's unit (${noSystemdRoot})`)

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address ? address.port : 0
}

describe.skipIf(noSystemdRoot !== undefined)('the collector under systemd', () => {
  let machine: SystemdRoot
  let port = 0
  const property = (name: string) => machine.run(`systemctl show --value -p ${name} ${service}`)
  async function until<T>(look: () => Promise<T | undefined>, what: string): Promise<T> {
    for (const deadline = Date.now() + waitMsMax; ; await delay(200)) {
      const found = await look()
      if (found !== undefined) return found
      if (Date.now() > deadline) {
        const said = await machine.run(`journalctl -u ${service} --no-pager | tail -n 40`)
        throw new Error(`waited ${waitMsMax / 1000} seconds for ${what}; systemd said:\n${said}`)
      }
    }
  }
  const ready = () =>
    until(async () => {
      const reply = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined)
      return reply?.status === 200 ? true : undefined
    }, 'readiness')

  beforeAll(async () => {
    port = await freePort()
    machine = await bootSystemd()
    await machine.run(`
      useradd --system --home-dir /var/lib/clientkeep --shell /usr/sbin/nologin clientkeep
      mkdir -p /opt/clientkeep /etc/clientkeep && mount --bind ${root} /opt/clientkeep
      echo CLIENTKEEP_PORT=${port} > /etc/clientkeep/environment
      cp ${root}/packaging/${service} /etc/systemd/system/ && systemctl daemon-reload`)
  }, 300_000)
  afterAll(() => machine?.close())

  it('is ready, keeps its data from others, and is started again after a crash', async () => {
    await machine.run(`systemctl start ${service}`)
    await ready()
    expect(await machine.run('stat -c "%U %a" /var/lib/clientkeep')).toBe('clientkeep 700')
    expect(await machine.run('stat -c "%U %a" /var/lib/clientkeep/journal.db')).toBe(
      'clientkeep 600',
    )
    const running = JSON.parse(await machine.run('cat /var/lib/clientkeep/running.json'))
    await machine.run(`kill -KILL ${running.pid}`)
    await until(
      async () => ((await property('NRestarts')) === '1' ? true : undefined),
      'another start',
    )
    await ready()
  })

  it('ends on a stop within its time and leaves nothing to be put right', async () => {
    await machine.run(`systemctl stop ${service}`)
    expect(await property('Result')).toBe('success')
    expect(await property('ActiveState')).toBe('inactive')
    expect(await machine.run('ls /var/lib/clientkeep')).not.toContain('-wal')
  })

  it('is not started again and again with a configuration that is wrong', async () => {
    await machine.run(`echo 'journal: 5' > /var/lib/clientkeep/config.yaml
      chown clientkeep /var/lib/clientkeep/config.yaml; systemctl start ${service} || true`)
    await until(
      async () => ((await property('ActiveState')) === 'failed' ? true : undefined),
      'the refusal',
    )
    const told = await machine.run(`journalctl -u ${service} -o cat --no-pager | tail -n 20`)
    expect(told).toContain('config.yaml')
    expect(await property('ExecMainStatus')).toBe('3')
  })
})
