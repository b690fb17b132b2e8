/** Cases: a USB stick at the virtual endpoint. */
import Value from 'typebox/value'
import { expect, it } from 'vitest'
import { type FileActivity, FileActivity as Shape } from '../../events/file-activity.ts'
import type { Site } from './site.ts'

const fileEvents = async (site: Site, after: number): Promise<FileActivity[]> =>
  (await site.events(after)).map(({ event }) => event).filter(event => Value.Check(Shape, event))

export function stickCases(site: () => Site): void {
  it('sees a file that is copied to a stick, and the customers in it', async () => {
    const { endpoint, until, rig } = site()
    const after = (await site().events()).at(-1)?.offset ?? 0
    await endpoint.plugStick('one', { serial: 'KINGSTON123', label: 'ANNA' })
    await until(async () => {
      const { code } = await endpoint.run(
        'mkdir -p /media/anna/ANNA && mount /dev/sda /media/anna/ANNA',
      )
      return code === 0 ? true : undefined
    }, 'the stick')
    await endpoint.ok('grep -q /media/anna/ANNA /proc/self/mountinfo')
    const base = `Email\\n${Array.from({ length: 30 }, (_, row) => `c${row}@firm${row}.example`).join('\\n')}`
    await endpoint.ok(
      `printf '${base}' > /home/anna/base.csv; sleep 2; cp /home/anna/base.csv /media/anna/ANNA/`,
    )
    const event = await until(
      async () => (await fileEvents(site(), after)).find(({ file }) => file.name === 'base.csv'),
      'the copy',
    )
    expect(event.file).toMatchObject({ path: '/media/anna/ANNA/base.csv', drive_type: 'Removable' })
    expect(event.unmapped.clientkeep.scan?.candidates).toBe(30)
    expect(rig.collector.parts.agents.list()).toMatchObject([{ hostname: 'virtual-endpoint' }])
    await endpoint.ok('umount /media/anna/ANNA')
    await endpoint.unplug('one')
  })
}
