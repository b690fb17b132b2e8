/** Cases: a USB stick at the virtual endpoint: copied to, pulled out in the middle of a copy, and made read-only by policy. */
import Value from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { type FileActivity, FileActivity as Shape } from '../../events/file-activity.ts'
import type { Site } from './site.ts'

const stick = '/media/anna/ANNA'
const copied = `${stick}/files`
const asAnna = 'setpriv --reuid=1000 --regid=1000 --clear-groups --'
const files = { all: 1000, withCustomers: 40 } as const

/** What the collector is told from now on: each look gives all of it so far, the oldest first. */
async function follow(site: Site) {
  let offset = (await site.events()).at(-1)?.offset ?? 0
  const seen: unknown[] = []
  const all = async (): Promise<readonly unknown[]> => {
    for (const { offset: at, event } of await site.events(offset)) {
      offset = at
      seen.push(event)
    }
    return seen
  }
  return {
    all,
    files: async (): Promise<FileActivity[]> =>
      (await all()).filter(event => Value.Check(Shape, event)),
  }
}

/** Plugs a stick in and mounts it as a desktop would, for anna. */
async function mountStick({ endpoint, until }: Site, id: string, serial: string) {
  await endpoint.plugStick(id, { serial, label: 'ANNA' })
  await until(async () => {
    const mount = `mkdir -p ${stick} && mount -o uid=1000,gid=1000 /dev/disk/by-id/usb-*${serial}* ${stick}`
    return (await endpoint.run(mount)).code === 0 ? true : undefined
  }, 'the stick')
}

/** Pulls a stick out as people do, and lets go of what is left of its mount, as desktops do then. */
async function pull({ endpoint }: Site, id: string): Promise<void> {
  await endpoint.unplug(id)
  await endpoint.run(`umount -l ${stick}`)
}

/** A script that fills a folder with files, some with the customers of the company. No program is started for each. */
const fill = (folder: string): string => `
  mkdir -p ${folder}; cd ${folder}
  for i in $(seq ${files.all - files.withCustomers}); do echo "note $i" > note-$i.txt; done
  base=$(echo Email; for c in $(seq 0 29); do echo c$c@firm$c.example; done)
  for i in $(seq ${files.withCustomers}); do echo "$base"$'\\n'$i > base-$i.csv; done
  chown -R 1000:1000 ${folder}`

const isWatched = `"path":"${stick}".*"watching"`

export function stickCases(site: () => Site): void {
  describe('a stick', { timeout: 180_000 }, () => {
    it(`shows ${files.all} of ${files.all} files that are copied to it, by whom, and ${files.withCustomers} with customers are held`, async () => {
      const { endpoint, until, logged } = site()
      await site().watch({
        places: [],
        removable_drives: true,
        holds: { mode: 'hold', customers_max: 10, kinds: ['removable'], ask: 'the desk' },
      })
      await endpoint.ok(fill('/home/anna/files'))
      await mountStick(site(), 'one', 'KINGSTON123')
      await logged(isWatched, 1)
      const told = await follow(site())
      await endpoint.ok(`${asAnna} cp -r /home/anna/files ${stick}/`)
      const copies = await until(async () => {
        const events = (await told.files()).filter(
          ({ file, activity_name }) =>
            file.path.startsWith(`${copied}/`) && activity_name === 'Create',
        )
        return new Set(events.map(({ file }) => file.path)).size === files.all ? events : undefined
      }, `all ${files.all} files`)
      expect(new Set(copies.map(({ actor }) => actor.process?.name))).toEqual(new Set(['cp']))
      expect(new Set(copies.map(({ actor }) => actor.user.name))).toEqual(new Set(['anna']))
      expect(copies[0]).toMatchObject({
        file: { drive_type: 'Removable' },
        unmapped: { clientkeep: { drive: { serial: 'KINGSTON123' }, attribution: 'process' } },
      })
      const held = copies.filter(({ unmapped }) => unmapped.clientkeep.hold?.state === 'held')
      expect(held).toHaveLength(files.withCustomers)
      expect(await endpoint.ok(`ls ${copied}/base-*.csv 2>/dev/null | wc -l`)).toBe('0')
      const notes = `ls ${copied}/*Clientkeep.txt | wc -l`
      expect(await endpoint.ok(notes)).toBe(String(files.withCustomers))
      expect(await endpoint.ok(`cat '${copied}/base-1.csv - Clientkeep.txt'`)).toContain('the desk')
      await pull(site(), 'one')
    })

    it('that is pulled out in the middle of a copy: each file that was closed on it is told, and that it was not compared', async () => {
      const { endpoint, until, logged } = site()
      await site().watch({ places: [], removable_drives: true })
      const told = await follow(site())
      await mountStick(site(), 'two', 'KINGSTON124')
      await logged(isWatched, 2)
      const copy = `for i in $(seq 1 5000); do echo "note $i" > ${stick}/copied-$i.txt || break; echo copied-$i.txt; sleep 0.02; done`
      await endpoint.ok(`(${asAnna} bash -c '${copy}') > /tmp/copied 2>/dev/null &`)
      const names = async () => new Set((await told.files()).map(({ file }) => file.name))
      await until(async () => ((await names()).size >= 5 ? true : undefined), 'five files')
      await pull(site(), 'two')
      const gone = 'was gone before what it holds was compared'
      await until(
        async () => (JSON.stringify(await told.all()).includes(gone) ? true : undefined),
        'the word that it is gone',
      )
      const closed = (await endpoint.ok('cat /tmp/copied')).split('\n')
      expect(closed.length).toBeGreaterThanOrEqual(5)
      await until(async () => {
        const known = await names()
        return closed.every(name => known.has(name)) ? true : undefined
      }, `all of ${closed.length} files`)
    })

    it('that policy makes read-only refuses a write, and the collector is told', async () => {
      const { endpoint, until } = site()
      const volumes = { rules: [], otherwise: 'read-only' as const, ask: 'the desk' }
      await site().watch({ places: [], removable_drives: true, volumes })
      const told = await follow(site())
      await mountStick(site(), 'three', 'KINGSTON125')
      const word = await until(
        async () =>
          (await told.all())
            .map(event => JSON.stringify(event))
            .find(text => text.includes('KINGSTON125) was made read-only by policy')),
        'the word of it',
      )
      expect(word).toContain('ANNA')
      const { code, output } = await endpoint.run(`${asAnna} touch ${stick}/list.csv`)
      expect(code).not.toBe(0)
      expect(output).toContain('Read-only file system')
      await pull(site(), 'three')
    })
  })
}
