/** Sticks as people have them: what is copied to each file system that a desktop mounts, on a real USB bus with a real kernel. */
import { existsSync } from 'node:fs'
import { Compile } from 'typebox/compile'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FileActivity } from '../../events/file-activity.ts'
import type { WatchPolicy } from '../../events/policy.ts'
import { fillCompany } from '../collector/company.ts'
import type { Format } from '../virtual-endpoint/endpoint.ts'
import { openImage, whyNot } from '../virtual-endpoint/image.ts'
import { openSite, type Site } from '../virtual-endpoint/site.ts'

const programs = [
  ['/sbin/mkfs.exfat', 'exfatprogs'],
  ['/sbin/mkntfs', 'ntfs-3g'],
  ['/sbin/mkfs.ext4', 'e2fsprogs'],
] as const
const missing = programs.filter(([path]) => !existsSync(path)).map(([, name]) => name)
const reason = whyNot() ?? (missing.length > 0 ? `it needs ${missing.join(', ')}` : undefined)
if (reason !== undefined) console.warn(`skipped: sticks of all formats, because ${reason}`)

const asAnna = 'setpriv --reuid=1000 --regid=1000 --clear-groups --'
const stick = '/media/anna/ANNA'
const files = 60
const withCustomers = 6
const shape = Compile(FileActivity)

/** As udisks mounts each for the person at the desk; whether its kernel's driver has handles, by which names that change are told. */
const formats: readonly (readonly [string, Format, string, boolean])[] = [
  ['FAT', 'vfat', '-t vfat -o uid=1000,gid=1000', true],
  ['exFAT', 'exfat', '-t exfat -o uid=1000,gid=1000', false],
  // Debian's kernel has no driver that writes NTFS: desktops take the one in FUSE.
  ['NTFS', 'ntfs', '-t ntfs-3g -o uid=1000,gid=1000', false],
  ['ext4', 'ext4', '-t ext4', true],
]

const order = { places: [], removable_drives: true } satisfies WatchPolicy
const holding: WatchPolicy = {
  ...order,
  holds: { mode: 'hold', customers_max: 10, kinds: ['removable'], ask: 'the desk' },
}
const readOnly: WatchPolicy = {
  ...order,
  volumes: { rules: [], otherwise: 'read-only', ask: 'the desk' },
}

describe.skipIf(reason !== undefined)('a stick', { timeout: 300_000 }, () => {
  let site: Site

  /** File events of the stick since `after`. */
  const events = async (after: number): Promise<FileActivity[]> =>
    (await site.events(after))
      .map(({ event }) => event)
      .filter(event => shape.Check(event))
      .filter(({ file }) => file.path.startsWith(stick))
  const head = async () => (await site.events()).at(-1)?.offset ?? 0
  const told = (after: number, name: string, activity: string) =>
    site.until(
      async () =>
        (await events(after)).find(
          ({ file, activity_name }) => file.name === name && activity_name === activity,
        ),
      `${activity} of ${name}`,
    )

  async function mountStick(id: string, format: Format, mount: string) {
    const { endpoint, until } = site
    await endpoint.plugStick(id, { serial: `S-${id}`, label: 'ANNA', format })
    const watching = `grep -c '"path":"${stick}".*"watching"' /tmp/agent.log || true`
    const others = Number(await endpoint.ok(watching))
    await until(async () => {
      const command = `mkdir -p ${stick} && mount ${mount} /dev/disk/by-id/usb-*S-${id}* ${stick} && { chown 1000:1000 ${stick} || true; }`
      return (await endpoint.run(command)).code === 0 || undefined
    }, 'the stick')
    await until(
      async () => Number(await endpoint.ok(watching)) > others || undefined,
      'the stick to be watched',
    )
  }

  beforeAll(async () => {
    site = await openSite(fillCompany)
    await site.endpoint.ok(openImage().drivers('formats'))
    await site.endpoint.ok(`
      mkdir -p /home/anna/files; cd /home/anna/files
      for i in $(seq 1 ${files - withCustomers}); do echo "note $i" > note-$i.txt; done
      { echo Email; for c in $(seq 0 29); do echo c$c@firm$c.example; done; } > ../base
      for i in $(seq 1 ${withCustomers}); do { cat ../base; echo $i; } > base-$i.csv; done
      chown -R 1000:1000 /home/anna`)
  }, 180_000)
  afterAll(() => site?.close())

  it.each(formats)(
    'with %s shows what is copied to it, by whom, and gives back what it held',
    async (name, format, mount, hasHandles) => {
      const { endpoint, until, rig } = site
      await site.watch(holding)
      await mountStick(`${name}-copy`, format, mount)
      const before = await head()
      await endpoint.ok(`${asAnna} cp -r /home/anna/files ${stick}/`)
      const copies = await until(async () => {
        const created = (await events(before)).filter(
          ({ activity_name }) => activity_name === 'Create',
        )
        return created.length >= files ? created : undefined
      }, `all ${files} files`)
      expect(new Set(copies.map(({ file }) => file.path)).size).toBe(files)
      expect(
        new Set(copies.map(({ actor }) => `${actor.user.name} ${actor.process?.name}`)),
      ).toEqual(new Set(['anna cp']))
      const held = copies.filter(({ unmapped }) => unmapped.clientkeep.hold?.state === 'held')
      expect(held.map(({ file }) => file.name).sort()).toEqual(
        Array.from({ length: withCustomers }, (_, index) => `base-${index + 1}.csv`),
      )
      expect(await endpoint.ok(`ls ${stick}/files/*Clientkeep.txt | wc -l`)).toBe(
        String(withCustomers),
      )

      const hold = held.find(({ file }) => file.name === 'base-1.csv')?.unmapped.clientkeep.hold?.id
      const decision = { action: 'release', reason: 'agreed' }
      expect((await rig.call('POST', `/api/v1/held-files/${hold}/decision`, decision)).status).toBe(
        200,
      )
      await until(
        async () =>
          (await endpoint.run(`test -e ${stick}/files/base-1.csv`)).code === 0 || undefined,
        'the file to come back',
      )
      // What was held was gone when the kernel opened it for the agent: no other event may be lost with that.
      expect(await endpoint.ok("grep -c 'who writes is not known' /tmp/agent.log || true")).toBe(
        '0',
      )
      await endpoint.ok(`cmp ${stick}/files/base-1.csv /home/anna/files/base-1.csv`)

      await endpoint.ok(`${asAnna} mv ${stick}/files/note-1.txt ${stick}/files/renamed.txt`)
      await told(before, 'renamed.txt', hasHandles ? 'Rename' : 'Create')
      if (!hasHandles) await told(before, 'note-1.txt', 'Delete')
      await endpoint.ok(`${asAnna} rm ${stick}/files/note-2.txt`)
      await told(before, 'note-2.txt', 'Delete')

      const all = await events(before)
      // What the agent itself does to a file that it takes is nobody's work.
      const failed = all.filter(({ unmapped }) => unmapped.clientkeep.scan?.status === 'failed')
      expect(failed.map(({ file, activity_name }) => `${activity_name} ${file.name}`)).toEqual([])

      // Unmounted at once: what was written last is told all the same.
      await endpoint.ok(
        `${asAnna} cp /home/anna/files/note-3.txt ${stick}/last.txt; umount ${stick}`,
      )
      await told(before, 'last.txt', 'Create')
      await endpoint.unplug(`${name}-copy`)
    },
  )

  it.each(formats)(
    'with %s that is pulled out in the middle of a copy leaves nothing untold that was whole',
    async (name, format, mount) => {
      const { endpoint, until } = site
      await site.watch(order)
      await mountStick(`${name}-pulled`, format, mount)
      const before = await head()
      await endpoint.ok(`${asAnna} bash -c '
        mkdir ${stick}/more; : > /tmp/done
        for i in $(seq 1 400); do
          cp /home/anna/files/note-2.txt ${stick}/more/note-$i.txt && sync -f ${stick}/more && echo note-$i.txt >> /tmp/done || break
        done' > /tmp/copying 2>&1 &`)
      const names = async () => new Set((await events(before)).map(({ file }) => file.name))
      await until(async () => (await names()).size >= 20 || undefined, 'some of the files')
      await endpoint.unplug(`${name}-pulled`)
      await until(
        async () => (await endpoint.run(`pgrep -f ${stick}/more`)).code !== 0 || undefined,
        'the copy to fail',
      )
      const done = (await endpoint.ok('cat /tmp/done')).split('\n')
      expect(done.length).toBeLessThan(400)
      await until(async () => {
        const told = await names()
        return done.every(each => told.has(each)) || undefined
      }, `the ${done.length} files that were whole`)
      await endpoint.ok(`umount -l ${stick}`)
    },
  )

  it.each(formats)('with %s that may only be read refuses a write', async (name, format, mount) => {
    const { endpoint, until } = site
    await site.watch(readOnly)
    await mountStick(`${name}-read`, format, mount)
    await until(async () => {
      const { output } = await endpoint.run(`grep ' ${stick} ' /proc/self/mountinfo`)
      return / ro[, ]/.test(output) || undefined
    }, 'the volume to be read-only')
    const written = await endpoint.run(`${asAnna} touch ${stick}/base.csv`)
    expect(written.output).toContain('Read-only file system')
    await endpoint.ok(`ls ${stick}; umount ${stick}`)
    await endpoint.unplug(`${name}-read`)
  })
})
