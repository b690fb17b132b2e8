/** What is there to try a cluster out: the compose file is one, and the folders that it prepares are those of one cluster. */
import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { readConfig } from '../../collector/config.ts'
import { openSigningKey } from '../../collector/identity/signing-key.ts'
import { cleanUp, tempDir } from '../collector/harness.ts'

const root = join(import.meta.dirname, '..', '..')
const compose = ['docker-compose', ['-f', join(root, 'docker-compose.yml'), 'config']] as const
const noCompose = spawnSync('docker-compose', ['--version']).status !== 0
if (noCompose) console.warn('docker-compose.yml is not checked: docker-compose is not installed')

afterEach(cleanUp)

describe('the compose file', () => {
  test.skipIf(noCompose)(
    'is taken by docker-compose and names three brokers and two collectors',
    () => {
      const config = parse(execFileSync(...compose, { encoding: 'utf8' }))
      expect(Object.keys(config.services).sort()).toEqual(
        ['collector1', 'collector2', 'kafka1', 'kafka2', 'kafka3', 'prepare'].sort(),
      )
      expect(config.services.collector2.ports).toEqual(['127.0.0.1:8788:8787/tcp'])
    },
  )

  test('prepares folders with one key and a configuration that is taken; a second run changes nothing', async () => {
    const dirs = [join(tempDir(), 'a'), join(tempDir(), 'b')]
    const prepare = () =>
      execFileSync(process.execPath, [
        join(root, 'deploy', 'prepare-nodes.mjs'),
        'k1:9092,k2:9092',
        ...dirs,
      ])
    prepare()
    const keys = dirs.map(dir => readFileSync(join(dir, 'signing-key.json'), 'utf8'))
    prepare()
    expect(dirs.map(dir => readFileSync(join(dir, 'signing-key.json'), 'utf8'))).toEqual(keys)
    expect(new Set(keys).size).toBe(1)
    for (const dir of dirs) {
      expect((await openSigningKey(join(dir, 'signing-key.json'))).publicKey.x).not.toBe('')
      expect(readConfig(join(dir, 'config.yaml'), {}).journal.kafka).toEqual({
        ...{ brokers: ['k1:9092', 'k2:9092'], prefix: 'clientkeep' },
        ...{ partitions: 12, replicas: 3 },
      })
    }
  })
})
