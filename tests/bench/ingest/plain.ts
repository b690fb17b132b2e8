/** The path that one would write first: Fastify, parse, one row for each event, one transaction for each request, synced. A process of its own. */
import Fastify from 'fastify'
import { openDatabase } from '../../../collector/store/database.ts'

const database = openDatabase(process.argv[2] ?? '', {
  name: 'plain',
  migrations: [
    `CREATE TABLE event (id INTEGER PRIMARY KEY, source TEXT NOT NULL, uid TEXT NOT NULL, time_ms INTEGER NOT NULL, body TEXT NOT NULL);
     CREATE INDEX event_source ON event (source, time_ms);`,
  ],
})
const insert = database.prepare(
  'INSERT INTO event (source, uid, time_ms, body) VALUES (?, ?, ?, ?)',
)
const save = database.transaction((lines: readonly string[]) => {
  for (const line of lines) {
    const event = JSON.parse(line)
    insert.run(event.device.uid, event.metadata.uid, event.time, line)
  }
})
const app = Fastify({ bodyLimit: 16 * 1024 * 1024 })
app.addContentTypeParser('application/x-ndjson', { parseAs: 'string' }, (_request, body, done) =>
  done(null, body),
)
app.post<{ Body: string }>('/events', request => {
  const lines = request.body.split('\n').filter(line => line !== '')
  save(lines)
  return { accepted: lines.length }
})
console.log(await app.listen({ host: '127.0.0.1', port: 0 }))
