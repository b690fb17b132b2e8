/** A company of a million people on an empty data folder, before anything happened: customers and people imported, and the tokens that copies hold. */
import { pino } from 'pino'
import { startCollector } from '../../../collector/main.ts'
import { packTokens, tokenOf } from '../../../content/token.ts'

const customers = 400
const inCopy = 30

const headers = 'EmailAddress,Name,Manager,Department,Title,Aliases'

/** One row a person, in pieces. */
function* peopleCsv(count: number): Generator<string> {
  yield `${headers}\n`
  let piece: string[] = []
  for (let n = 0; n < count; n += 1) {
    const manager = n % 20 === 0 ? '' : `p${n - (n % 20)}@firm.example`
    const account = `acc${String(n).padStart(7, '0')}`
    piece.push(`p${n}@firm.example,Person ${n},${manager},Department ${n % 50},Sales,${account}\n`)
    if (piece.length < 10_000) continue
    yield piece.join('')
    piece = []
  }
  yield piece.join('')
}

/** Imports; gives the tokens of thirty customers, packed, and what the import of people took in seconds. */
export async function prepareCompany(dir: string, people: number) {
  const options = { dir, mode: 'real', version: '0', dashboardDir: '', port: 0 } as const
  const collector = await startCollector({ ...options, log: pino({ level: 'silent' }) })
  const call = async (url: string, payload: string) => {
    const reply = await collector.app.inject({
      ...{ method: 'POST', url, payload },
      headers: {
        ...{ host: '127.0.0.1', 'content-type': 'text/csv' },
        authorization: `Bearer ${collector.parts.consoleKey}`,
      },
    })
    if (reply.statusCode !== 200) throw new Error(`${url}: HTTP ${reply.statusCode} ${reply.body}`)
  }
  try {
    const rows = Array.from({ length: customers }, (_, n) => `C-${n},c${n}@firm${n}.example`)
    await call('/api/v1/customers/import?file=b.csv', ['Customer Number,Email', ...rows].join('\n'))
    const startedAt = performance.now()
    await call('/api/v1/people/import?file=p.csv', [...peopleCsv(people)].join(''))
    const importSeconds = (performance.now() - startedAt) / 1000
    const { key } = collector.parts.base.filterInputs()
    const tokens = BigUint64Array.from({ length: inCopy }, (_, n) =>
      tokenOf(key, 'email', `c${n}@firm${n}.example`),
    )
    return { tokens: packTokens(tokens), importSeconds }
  } finally {
    await collector.close()
  }
}
