/** Pages that somebody looked at, where the base cannot be asked for a while. */
import pino from 'pino'
import { expect, it } from 'vitest'
import { openViews } from '../../../collector/gateway/views.ts'
import { packTokens } from '../../../content/token.ts'
import type { ScanSummary } from '../../../events/scan.ts'

const scan: ScanSummary = {
  status: 'complete',
  ...{ format: 'html', bytes: 100, rows: 3, candidates: 1 },
  ...{ kinds: { email: 1, phone: 0 }, tokens: packTokens(BigUint64Array.of(7n)) },
  ...{ filter_version: 'one', duration_ms: 1 },
}

it('are told and counted once it can be asked again', () => {
  const told: object[] = []
  const spent: number[] = []
  let isOut = true
  const views = openViews({
    told: { tell: event => told.push(event) },
    product: { name: 'Clientkeep Gateway', vendor_name: 'Clientkeep', version: '1.0.0' },
    base: {
      recognise: () => {
        if (isOut) throw new Error('the disk does not answer')
        return { customers: Uint32Array.of(4), canaries: new Uint32Array(), fields: {} }
      },
    },
    budget: { spend: (_account, customers) => spent.push(...customers) },
    seen: () => {},
    now: () => 1000,
    log: pino({ enabled: false }),
  })
  const page = { account: 'kim', app: 'crm', path: '/', name: 'list', address: '127.0.0.1', scan }
  views.add(page)
  expect(() => views.flush()).toThrow('the disk')
  views.add(page)
  isOut = false
  views.flush()
  expect(spent).toEqual([4])
  expect(told).toMatchObject([{ unmapped: { clientkeep: { scan: { candidates: 1 } } } }])
  views.flush()
  expect(told).toHaveLength(1)
})
