/** A collector with a gateway in front of the ports that are given (pages, exports), and somebody signed in. Tells port and cookie on standard output. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { startRig, tempDir } from '../../collector/harness.ts'
import { addUser } from '../../collector/identity/users.ts'
import { baseCsv } from './pages.ts'

const [pages = '', exports = ''] = process.argv.slice(2)
const dir = tempDir()
const people = [
  'EmailAddress,ResignationDate,LastWorkingDate,Name,Department,Title,Aliases',
  'mira@firm.example,,,Mira Stone,Support,Agent,mira',
].join('\n')
const gateway = {
  port: 0,
  apps: [
    { name: 'pages', host: '127.0.0.1', upstream: `http://127.0.0.1:${pages}` },
    { name: 'exports', host: 'localhost', upstream: `http://127.0.0.1:${exports}` },
  ],
  rules: [{ name: 'everyone', exports: 'deny', above: 10, deadline_s: 120 }],
}
writeFileSync(join(dir, 'config.yaml'), stringify({ gateway }))
const rig = await startRig({ dir })
await rig.call('POST', '/api/v1/customers/import?file=base.csv', baseCsv())
await rig.call('POST', '/api/v1/people/import?file=people.csv', people)
await rig.collector.listen()
const { cookie } = await addUser(rig, 'mira', [], 'mira@firm.example')
const spent = () => rig.collector.parts.budget.of('mira@firm.example', Date.now()).month
process.on('SIGTERM', () => {
  console.log(JSON.stringify({ customers: spent() }))
  rig.collector.close().then(() => process.exit())
})
console.log(JSON.stringify({ port: rig.collector.gatewayPort, cookie }))
