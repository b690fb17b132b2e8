/** A collector with a gateway in front of the port that is given, and somebody signed in whose exports are told. Tells port and cookie on standard output; runs until it is stopped. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { fillCompany } from '../collector/company.ts'
import { startRig, tempDir } from '../collector/harness.ts'
import { addUser } from '../collector/identity/users.ts'

const dir = tempDir()
const upstream = `http://127.0.0.1:${process.argv[2]}`
const gateway = { port: 0, apps: [{ name: 'CRM', host: '127.0.0.1', upstream }] }
writeFileSync(join(dir, 'config.yaml'), stringify({ gateway }))
const rig = await startRig({ dir })
await fillCompany(rig)
await rig.collector.listen()
const { cookie } = await addUser(rig, 'mira', [], 'mira@firm.example')
process.on('SIGTERM', () => {
  rig.collector.close().then(() => process.exit())
})
console.log(JSON.stringify({ port: rig.collector.gatewayPort, cookie }))
