/** Disks of other machines: a real NFS and a real SMB server, mounted by a real kernel with the real agent, that go away and come back. */
import { writeFileSync } from 'node:fs'
import Value from 'typebox/value'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FileActivity } from '../../events/file-activity.ts'
import type { WatchPolicy } from '../../events/policy.ts'
import { fillCompany } from '../collector/company.ts'
import { whyNot } from '../virtual-endpoint/image.ts'
import { openShares, whyNoShares } from '../virtual-endpoint/shares.ts'
import { openSite, type Site } from '../virtual-endpoint/site.ts'

const reason = whyNot() ?? whyNoShares()
if (reason !== undefined) console.warn(`skipped: shares of other machines, because ${reason}`)

const asAnna = 'setpriv --reuid=1000 --regid=1000 --clear-groups --'
const names = ['nfs', 'smb'] as const
const rows = '{ echo Email; for c in $(seq 0 29); do echo c$c@firm$c.example; done; }'
const order: WatchPolicy = {
  places: [],
  removable_drives: false,
  home_folders: true,
  network_mounts: true,
}

describe.skipIf(reason !== undefined)('a share of another machine', { timeout: 400_000 }, () => {
  let site: Site
  let shares: Awaited<ReturnType<typeof openShares>>

  const events = async () =>
    (await site.events())
      .map(({ event }) => event)
      .filter(event => Value.Check(FileActivity, event))
  const seen = (what: string, is: (event: FileActivity) => boolean) =>
    site.until(async () => (await events()).find(is), what)
  const at = (path: string, activity: string) =>
    seen(
      `${activity} of ${path}`,
      event => event.file.path === path && event.activity_name === activity,
    )

  beforeAll(async () => {
    shares = await openShares()
    site = await openSite(fillCompany)
    await site.endpoint.ok(shares.drivers)
    await site.watch(order)
    await site.endpoint.ok(`${rows} > /home/anna/base.csv; chown anna /home/anna/base.csv`)
  }, 300_000)
  afterAll(async () => {
    shares?.close()
    await site?.close()
  })

  it.each(names)(
    'is found when it is mounted, and tells who copied how many customers to it: %s',
    async name => {
      await site.endpoint.ok(`mkdir -p /mnt/${name}; ${shares[name].mount(`/mnt/${name}`)}`)
      await site.logged(`"path":"/mnt/${name}".*"watching"`, 1)
      await site.until(async () => {
        // Until its thread has begun to watch: a copy is then told.
        await site.endpoint.ok(`echo x > /mnt/${name}/probe-$(date +%N).txt`)
        return (
          (await events()).some(({ file }) => file.path.includes(`/mnt/${name}/probe-`)) ||
          undefined
        )
      }, 'the first file')
      const copy = `echo "$(cat /home/anna/base.csv)" > /mnt/${name}/base.csv`
      await site.endpoint.ok(`${asAnna} bash -c '${copy}'`)
      expect(await at(`/mnt/${name}/base.csv`, 'Create')).toMatchObject({
        actor: { user: { name: 'anna' }, process: { name: 'bash' } },
        file: { drive_type: 'Remote' },
        unmapped: {
          clientkeep: { attribution: 'process', scan: { status: 'complete', candidates: 30 } },
        },
      })
      await site.endpoint.ok(`${asAnna} mv /mnt/${name}/base.csv /mnt/${name}/renamed.csv`)
      await at(`/mnt/${name}/base.csv`, 'Delete')
      await at(`/mnt/${name}/renamed.csv`, 'Create')
      await site.endpoint.ok(`${asAnna} rm /mnt/${name}/renamed.csv`)
      await at(`/mnt/${name}/renamed.csv`, 'Delete')
    },
  )

  it.each(names)('does not tell what another machine writes there: %s', async name => {
    writeFileSync(`${shares[name].folder}/foreign.csv`, 'x')
    await site.endpoint.ok(`ls /mnt/${name}; echo x > /mnt/${name}/own-${name}.csv`)
    await at(`/mnt/${name}/own-${name}.csv`, 'Create')
    expect((await events()).filter(({ file }) => file.name === 'foreign.csv')).toEqual([])
  })

  it.each(names)(
    'keeps nothing else waiting while it does not answer, and is read when it does: %s',
    async name => {
      shares[name].sleep()
      const copy = (to: string) => `${asAnna} cp /home/anna/base.csv ${to}`
      await site.endpoint.ok(`(${copy(`/mnt/${name}/late.csv`)} > /dev/null 2>&1 &)`)
      await site.watch({ ...order, crm_hosts: [`${name}.example`] })
      await site.endpoint.ok(copy(`/home/anna/beside-${name}.csv`))
      await at(`/home/anna/beside-${name}.csv`, 'Create')
      shares[name].wake()
      const late = await at(`/mnt/${name}/late.csv`, 'Create')
      expect(late.unmapped.clientkeep.scan).toMatchObject({ status: 'complete', candidates: 30 })
    },
  )

  it('is told when it does not answer, and the agent ends all the same', async () => {
    shares.nfs.sleep()
    const silent = async () =>
      (await site.events()).find(({ event }) =>
        JSON.stringify(event).includes('/mnt/nfs: does not answer'),
      )
    await site.until(silent, 'that it does not answer')
    const agent = "pgrep -f 'clientkeep.ts agent'"
    await site.endpoint.ok(`kill -TERM $(${agent})`)
    await site.until(
      async () => ((await site.endpoint.run(agent)).code === 1 ? true : undefined),
      'the end of the agent',
    )
    shares.nfs.wake()
  })
})
