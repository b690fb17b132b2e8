/** A collector node in a process of its own, to be killed: takes the data folder, prints the address where it listens. */
import { writeSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { startCollector } from '../../collector/main.ts'

const dir = process.argv[2] ?? ''
const collector = await startCollector({
  dir,
  mode: 'real',
  version: '0.0.0-test',
  dashboardDir: join(dir, 'no-dashboard'),
  log: pino({ level: 'warn' }, pino.destination(2)),
  port: 0,
})
writeSync(1, `${await collector.listen()}\n`)
