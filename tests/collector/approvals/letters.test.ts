/** Mails to who is asked and to who asked, and a webhook when somebody is secured or has left: to real receivers, once, without a secret in the link. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { cleanUp, eventually, startRig, tempDir } from '../harness.ts'
import { addUser } from '../identity/users.ts'
import { mailReceiver, stopReceivers, webReceiver } from '../notify/receivers.ts'
import { answer, askExport, bound, fillLine, idOf } from './line.ts'

afterEach(async () => {
  await cleanUp()
  await stopReceivers()
})

it('tells who is asked with a link to the page, and who asked what became of it', async () => {
  const mail = await mailReceiver()
  const hook = await webReceiver()
  const dir = tempDir()
  const common = { secret_env: 'HOOK_SECRET', tells: ['secured', 'departures'] }
  const channels = [
    {
      type: 'email',
      name: 'mail',
      tells: ['approvals'],
      tls: 'none',
      host: '127.0.0.1',
      port: mail.port,
      from: 'ck@firm.example',
      to: ['officers@firm.example'],
    },
    { type: 'webhook', name: 'backup', url: hook.url, ...common },
  ]
  const notify = { channels, dashboard_url: 'https://ck.example/' }
  writeFileSync(join(dir, 'config.yaml'), JSON.stringify({ notify }))
  const rig = await startRig({ dir, environment: { HOOK_SECRET: 'a secret that nobody logs' } })
  await fillLine(rig, Date.now())
  await rig.collector.listen()
  const kite = await bound(rig, 'kite', ['manager'])
  const kim = await addUser(rig, 'kim', ['officer'])

  const { id } = await askExport(rig)
  const asked = await eventually(() => mail.mails[0], 'the mail')
  expect(asked.to).toEqual(['kite@firm.example'])
  const text = asked.text.replaceAll('=\r\n', '')
  expect(text).toContain(`https://ck.example/approvals/${id}`)
  expect(text).not.toMatch(/\/approvals\/\S*[?#]|wren@|Seller/i)
  await answer(kite, id, 'refuse', { reason: 'too many' })
  const ended = await eventually(() => mail.mails[1], 'the end')
  expect([ended.to, ended.text]).toEqual([
    ['wren@firm.example'],
    expect.stringContaining('refused'),
  ])
  await askExport(rig, { who: 'solo' })
  const others = await eventually(() => mail.mails[2], 'the mail to officers')
  expect(others.to).toEqual(['officers@firm.example'])

  const secure = { reason: 'copied the base', hours: 2 }
  await kim.call('POST', `/api/v1/people/${idOf(rig, 'wren')}/securing`, secure)
  await eventually(() => (hook.deliveries.length > 0 ? true : undefined), 'the webhook')
  expect(hook.messages()).toMatchObject([
    { type: 'clientkeep.secured', secured: true, action: 'back-up' },
  ])
  expect(hook.deliveries[0]?.headers['webhook-signature']).toMatch(/^v1,/)
  const again = await rig.restart()
  await again.collector.listen()
  await askExport(again)
  await eventually(() => (mail.mails.length >= 4 ? true : undefined), 'the mail after a restart')
  expect(mail.mails).toHaveLength(4)
  expect(hook.deliveries).toHaveLength(1)
  const gone = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10)
  const csv = `EmailAddress,LastWorkingDate\nwren@firm.example,${gone}`
  await again.call('POST', '/api/v1/people/import?file=hr.csv', csv)
  await again.collector.parts.closing.run()
  await eventually(() => (hook.deliveries.length > 1 ? true : undefined), 'that wren has left')
  const [, left] = hook.messages()
  expect(left).toMatchObject({ type: 'clientkeep.departures', last_day: gone, clean: false })
  expect(JSON.stringify(left)).not.toMatch(/wren|Seller/i)
})
