/**
 * Gives data folders of several collectors the same signing key and a configuration for one Kafka; what is there already stays:
 * `node deploy/prepare-nodes.mjs BROKER,… FOLDER …`. Plain JavaScript, as it runs before anything is installed.
 */
import { generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const [brokers = '', ...folders] = process.argv.slice(2)
if (brokers === '' || folders.length === 0) {
  console.error('usage: node deploy/prepare-nodes.mjs BROKER,… FOLDER …')
  process.exit(2)
}

const keyIn = folder => join(folder, 'signing-key.json')
const holder = folders.find(folder => existsSync(keyIn(folder)))
const key =
  holder === undefined
    ? JSON.stringify(generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }))
    : readFileSync(keyIn(holder), 'utf8')
const config = `# In the container's own network; the host's port says who reaches it.
host: 0.0.0.0
journal:
  kafka:
    brokers: [${brokers.split(',').join(', ')}]
`
for (const folder of folders) {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  for (const [path, text] of [
    [keyIn(folder), key],
    [join(folder, 'config.yaml'), config],
  ])
    if (!existsSync(path)) writeFileSync(path, text, { mode: 0o600 })
}
