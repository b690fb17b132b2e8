/** Cases: a USB stick at the virtual endpoint. */
import Value from 'typebox/value'
import { expect, it } from 'vitest'
import { type FileActivity, FileActivity as Shape } from '../../events/file-activity.ts'
import type { Site } from './site.ts'

const stick = '/media/anna/ANNA'

/** File events that the collector has since `after`. */
export const fileEvents = async (site: Site, after: number): Promise<FileActivity[]> =>
  (await site.events(after)).map(({ event }) => event).filter(event => Value.Check(Shape, event))

/** The journal's end now. */
export const headOf = async (site: Site): Promise<number> =>
  (await site.events()).at(-1)?.offset ?? 0

/** Plugs a stick in and mounts it as a desktop would, for anna. */
export async function mountStick({ endpoint, until }: Site, id: string, serial: string) {
  await endpoint.plugStick(id, { serial, label: 'ANNA' })
  await until(async () => {
    const mount = `mkdir -p ${stick} && mount -o uid=1000 /dev/disk/by-id/usb-*${serial}* ${stick}`
    return (await endpoint.run(mount)).code === 0 ? true : undefined
  }, 'the stick')
}

/** A script that fills a folder with files, 40 of 1,000 with the customers of the company. */
const fill = (folder: string): string => `
  mkdir -p ${folder}; cd ${folder}
  for i in $(seq 0 959); do echo "note $i" > note-$i.txt; done
  for i in $(seq 1 40); do { echo Email; for c in $(seq 0 29); do echo c$c@firm$c.example; done; echo $i; } > base-$i.csv; done
  chown -R 1000:1000 ${folder}`

const asAnna = 'setpriv --reuid=1000 --regid=1000 --clear-groups --'

export function stickCases(site: () => Site): void {
  it('sees 1,000 of 1,000 files that are copied to a stick, by whom, and the customers in them', async () => {
    const { endpoint, until } = site()
    await endpoint.ok(fill('/home/anna/files'))
    await mountStick(site(), 'one', 'KINGSTON123')
    const after = await headOf(site())
    await endpoint.ok(`${asAnna} cp -r /home/anna/files ${stick}/`)
    const copies = await until(async () => {
      const events = (await fileEvents(site(), after)).filter(
        ({ file, activity_name }) =>
          file.path.startsWith(`${stick}/files/`) && activity_name === 'Create',
      )
      return new Set(events.map(({ file }) => file.path)).size === 1000 ? events : undefined
    }, 'all 1,000 files')
    expect(new Set(copies.map(({ actor }) => actor.process?.name))).toEqual(new Set(['cp']))
    expect(new Set(copies.map(({ actor }) => actor.user.name))).toEqual(new Set(['anna']))
    const withCustomers = copies.filter(
      ({ unmapped }) => unmapped.clientkeep.scan?.candidates === 30,
    )
    expect(withCustomers).toHaveLength(40)
    expect(copies[0]).toMatchObject({
      file: { drive_type: 'Removable' },
      unmapped: { clientkeep: { drive: { serial: 'KINGSTON123' }, attribution: 'process' } },
    })
    await endpoint.ok(`umount ${stick}`)
    await endpoint.unplug('one')
  })
}
