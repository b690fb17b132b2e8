/** Cases: a USB stick at the virtual endpoint. */
import { Compile } from 'typebox/compile'
import Value from 'typebox/value'
import { describe, expect, it } from 'vitest'
import type { Approval, Askable } from '../../events/approvals.ts'
import { type FileActivity, FileActivity as Shape } from '../../events/file-activity.ts'
import { PeripheralActivity } from '../../events/peripheral-activity.ts'
import type { VolumePolicy, WatchPolicy } from '../../events/policy.ts'
import { answer, conditions } from '../collector/approvals/line.ts'
import { addUser } from '../collector/identity/users.ts'
import type { Site } from './site.ts'

const stick = '/media/anna/ANNA'
const copied = `${stick}/files`
const asAnna = 'setpriv --reuid=1000 --regid=1000 --clear-groups --'

const shape = Compile(Shape)

/** File events that the collector has since `after`. */
const fileEvents = async (site: Site, after: number): Promise<FileActivity[]> =>
  (await site.events(after)).map(({ event }) => event).filter(event => shape.Check(event))

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

const files = 1000
const withCustomers = 40

/** A script that fills a folder with files, some of them with the customers of the company. */
const fill = (folder: string): string => `
  mkdir -p ${folder}; cd ${folder}
  for i in $(seq 1 ${files - withCustomers}); do echo "note $i" > note-$i.txt; done
  { echo Email; for c in $(seq 0 29); do echo c$c@firm$c.example; done; } > base
  for i in $(seq 1 ${withCustomers}); do { cat base; echo $i; } > base-$i.csv; done; rm base
  chown -R 1000:1000 ${folder}`

const held = {
  mode: 'hold',
  customers_max: 10,
  kinds: ['removable'],
  ask: 'the desk',
} satisfies WatchPolicy['holds']

export function stickCases(site: () => Site): void {
  /** New files on the stick that were told since, by path. */
  const created = async (after: number, folder: string) =>
    new Map(
      (await fileEvents(site(), after))
        .filter(
          ({ file, activity_name }) =>
            file.path.startsWith(`${folder}/`) && activity_name === 'Create',
        )
        .map(event => [event.file.path, event]),
    )

  describe('a stick', () => {
    it(`shows ${files} of ${files} files that are copied to it, by whom, and ${withCustomers} with customers are held`, async () => {
      const { endpoint, until, logged } = site()
      await site().watch({ places: [], removable_drives: true, holds: held })
      await endpoint.ok(fill('/home/anna/files'))
      await mountStick(site(), 'one', 'KINGSTON123')
      await logged(`"path":"${stick}".*"watching"`, 1)
      const after = await headOf(site())
      await endpoint.ok(`${asAnna} cp -r /home/anna/files ${stick}/`)
      const copies = await until(async () => {
        const events = await created(after, copied)
        return events.size === files ? [...events.values()] : undefined
      }, `all ${files} files`)
      expect(new Set(copies.map(({ actor }) => actor.process?.name))).toEqual(new Set(['cp']))
      expect(new Set(copies.map(({ actor }) => actor.user.name))).toEqual(new Set(['anna']))
      expect(copies[0]).toMatchObject({
        file: { drive_type: 'Removable' },
        unmapped: { clientkeep: { drive: { serial: 'KINGSTON123' }, attribution: 'process' } },
      })
      const kept = copies.filter(({ unmapped }) => unmapped.clientkeep.hold?.state === 'held')
      expect(kept.map(({ file }) => file.name).sort()).toEqual(
        Array.from({ length: withCustomers }, (_, index) => `base-${index + 1}.csv`).sort(),
      )
      expect(await endpoint.ok(`ls ${copied}/base-*.csv 2>/dev/null | wc -l`)).toBe('0')
      expect(await endpoint.ok(`ls ${copied}/*Clientkeep.txt | wc -l`)).toBe(String(withCustomers))
      expect(await endpoint.ok(`cat '${copied}/base-1.csv - Clientkeep.txt'`)).toContain('the desk')
    })

    it('gives back what was asked for and approved, and lets a list go under a permit, up to its rows', async () => {
      const { endpoint, rig, until } = site()
      const anna = await addUser(rig, 'anna', [], 'anna@firm.example')
      // Anna leaves, and has no manager here: it takes two officers.
      const officers = [
        await addUser(rig, 'kim', ['officer']),
        await addUser(rig, 'lee', ['officer']),
      ]
      const ask = async (body: object) => {
        const reply = await anna.call<Approval>('POST', '/api/v1/approvals', {
          ...{ why: 'the hand-over on Friday', ...body },
        })
        expect(reply.status).toBe(200)
        return reply.body.id
      }
      const approve = async (id: string) => {
        const given = { conditions: conditions(Date.now(), { canaries: false }) }
        const states: string[] = []
        for (const officer of officers)
          states.push((await answer(officer, id, 'approve', given)).body.state)
        expect(states).toEqual(['waiting', 'approved'])
      }
      const { body: mine } = await anna.plain<Askable>('GET', '/api/v1/askable')
      const kept = mine.files.find(({ name }) => name === 'base-1.csv')
      expect(mine.sticks).toMatchObject([{ serial: 'KINGSTON123' }])
      const sha256 = (path: string) => endpoint.ok(`sha256sum < ${path}`)

      await approve(await ask({ hold: kept?.hold }))
      await until(
        async () =>
          (await endpoint.run(`test -e ${copied}/base-1.csv`)).code === 0 ? true : undefined,
        'the file to come back',
      )
      expect(await sha256(`${copied}/base-1.csv`)).toBe(await sha256('/home/anna/files/base-1.csv'))
      expect(await endpoint.ok(`ls ${copied}/*Clientkeep.txt | wc -l`)).toBe(
        String(withCustomers - 1),
      )

      const device = { label: 'Anna', serial: 'KINGSTON123' }
      const leave = await ask({
        permit: {
          ...{ name: 'my list', device, endpoint: mine.sticks[0]?.agent, rows_max: 50 },
          until: Date.now() + 2 * 86_400_000,
        },
      })
      await approve(leave)
      const { version } = rig.collector.parts.policies
      await until(
        () => (rig.collector.parts.agents.list()[0]?.policy_version === version ? true : undefined),
        'the permit to be in force',
      )
      const after = await headOf(site())
      const take = (name: string) =>
        endpoint.ok(`cd /home/anna; { cat files/base-2.csv; echo ${name}; } > ${name}
          chown 1000:1000 ${name}; ${asAnna} cp ${name} ${stick}/`)
      const became = (name: string, state: string) =>
        until(async () => {
          const events = await fileEvents(site(), after)
          return events.find(
            ({ file, unmapped }) => file.name === name && unmapped.clientkeep.hold?.state === state,
          )
        }, `${name} to be ${state}`)
      await take('first.csv')
      const permitted = await became('first.csv', 'permitted')
      expect(permitted.unmapped.clientkeep.hold?.id).toBe(leave)
      await take('second.csv')
      await became('second.csv', 'held')
      expect(await endpoint.ok(`ls ${stick}/*.csv`)).toBe(`${stick}/first.csv`)
      expect(await sha256(`${stick}/first.csv`)).toBe(await sha256('/home/anna/first.csv'))
      const { rows } = permitted.unmapped.clientkeep.hold ?? { rows: 0 }
      const url = `/api/v1/approvals/${leave}`
      const used = async () => (await anna.plain<Approval>('GET', url)).body.rows_used
      await until(async () => ((await used()) === rows ? true : undefined), 'its rows to count')
    })

    it('pulled out in the middle of a copy, leaves nothing untold that was on it', async () => {
      const { endpoint, until } = site()
      const after = await headOf(site())
      // What is written behind a name was whole before the next one began.
      await endpoint.ok(`${asAnna} bash -c '
        mkdir ${stick}/more; : > /tmp/done
        for i in $(seq 1 400); do
          cp /home/anna/files/note-$i.txt ${stick}/more/ && sync -f ${stick}/more && echo $i >> /tmp/done || break
        done' > /tmp/copying 2>&1 & `)
      await until(
        async () => ((await created(after, `${stick}/more`)).size >= 20 ? true : undefined),
        'some of the files',
      )
      await endpoint.unplug('one')
      await until(async () => {
        const isOver = (await endpoint.run('pgrep -f media/anna/ANNA/more')).code !== 0
        return isOver || undefined
      }, 'the copy to fail')
      const done = (await endpoint.ok('cat /tmp/done')).split('\n')
      expect(done.length).toBeGreaterThan(0)
      expect(done.length).toBeLessThan(400)
      await until(async () => {
        const told = await created(after, `${stick}/more`)
        return done.every(number => told.has(`${stick}/more/note-${number}.txt`)) || undefined
      }, `the ${done.length} files that were whole`)
      await endpoint.ok(`umount -l ${stick}`)
    })

    it('that may only be read, really refuses a write', async () => {
      const { endpoint, until } = site()
      const after = await headOf(site())
      const volumes: VolumePolicy = { rules: [], otherwise: 'read-only', ask: 'the desk' }
      await site().watch({ places: [], removable_drives: true, volumes })
      await mountStick(site(), 'two', 'KINGSTON456')
      await until(async () => {
        const { output } = await endpoint.run(`grep ' ${stick} ' /proc/self/mountinfo`)
        return / ro[, ]/.test(output) || undefined
      }, 'the volume to be read-only')
      const written = await endpoint.run(`${asAnna} touch ${stick}/base.csv`)
      expect(written.code).not.toBe(0)
      expect(written.output).toContain('Read-only file system')
      expect((await endpoint.run(`ls ${stick}`)).code).toBe(0)
      await endpoint.ok(`umount ${stick}`)
      await endpoint.unplug('two')
      await until(async () => {
        const last = (await site().events(after))
          .map(({ event }) => event)
          .findLast(event => Value.Check(PeripheralActivity, event))
        return last?.activity_name === 'Disconnect' || undefined
      }, 'its end')
    })
  })
}
