/** Cases: a USB stick at the virtual endpoint. */
import Value from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { type FileActivity, FileActivity as Shape } from '../../events/file-activity.ts'
import type { Site } from './site.ts'

const stick = '/media/anna/ANNA'
const copied = `${stick}/files`
const asAnna = 'setpriv --reuid=1000 --regid=1000 --clear-groups --'

/** File events that the collector has since `after`. */
const fileEvents = async (site: Site, after: number): Promise<FileActivity[]> =>
  (await site.events(after)).map(({ event }) => event).filter(event => Value.Check(Shape, event))

/** The journal's end now. */
const headOf = async (site: Site): Promise<number> => (await site.events()).at(-1)?.offset ?? 0

/** Plugs a stick in and mounts it as a desktop would, for anna. */
async function mountStick({ endpoint, until }: Site, id: string, serial: string) {
  await endpoint.plugStick(id, { serial, label: 'ANNA' })
  await until(async () => {
    const mount = `mkdir -p ${stick} && mount -o uid=1000,gid=1000 /dev/disk/by-id/usb-*${serial}* ${stick}`
    return (await endpoint.run(mount)).code === 0 ? true : undefined
  }, 'the stick')
}

/** A script that fills a folder with files, 4 of 40 with the customers of the company. */
const fill = (folder: string): string => `
  mkdir -p ${folder}; cd ${folder}
  for i in $(seq 0 35); do echo "note $i" > note-$i.txt; done
  { echo Email; for c in $(seq 0 29); do echo c$c@firm$c.example; done; } > base
  for i in $(seq 1 4); do { cat base; echo $i; } > base-$i.csv; done; rm base
  chown -R 1000:1000 ${folder}`

export function stickCases(site: () => Site): void {
  describe('a stick', () => {
    it('shows 40 of 40 files that are copied to it, by whom, and 4 with customers are held', async () => {
      const { endpoint, until, logged } = site()
      await site().watch({
        places: [],
        removable_drives: true,
        holds: { mode: 'hold', customers_max: 10, kinds: ['removable'], ask: 'the desk' },
      })
      await endpoint.ok(fill('/home/anna/files'))
      await mountStick(site(), 'one', 'KINGSTON123')
      await logged(`"path":"${stick}".*"watching"`, 1)
      const after = await headOf(site())
      await endpoint.ok(`${asAnna} cp -r /home/anna/files ${stick}/`)
      const copies = await until(async () => {
        const events = (await fileEvents(site(), after)).filter(
          ({ file, activity_name }) =>
            file.path.startsWith(`${copied}/`) && activity_name === 'Create',
        )
        return new Set(events.map(({ file }) => file.path)).size === 40 ? events : undefined
      }, 'all 40 files')
      expect(new Set(copies.map(({ actor }) => actor.process?.name))).toEqual(new Set(['cp']))
      expect(new Set(copies.map(({ actor }) => actor.user.name))).toEqual(new Set(['anna']))
      expect(copies[0]).toMatchObject({
        file: { drive_type: 'Removable' },
        unmapped: { clientkeep: { drive: { serial: 'KINGSTON123' }, attribution: 'process' } },
      })
      const held = copies.filter(({ unmapped }) => unmapped.clientkeep.hold?.state === 'held')
      expect(held).toHaveLength(4)
      expect(await endpoint.ok(`ls ${copied}/base-*.csv 2>/dev/null | wc -l`)).toBe('0')
      expect(await endpoint.ok(`ls ${copied}/*Clientkeep.txt | wc -l`)).toBe('4')
      expect(await endpoint.ok(`cat '${copied}/base-1.csv - Clientkeep.txt'`)).toContain('the desk')
    })
  })
}
