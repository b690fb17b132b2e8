/** The agent on a machine with a real kernel and a real USB bus. One boot for all cases; a kind of device is one file of cases and one line. */
import { afterAll, beforeAll, describe } from 'vitest'
import { fillCompany } from '../collector/company.ts'
import { deviceCases } from './devices.ts'
import { whyNot } from './image.ts'
import { openSite, type Site } from './site.ts'
import { stickCases } from './stick.ts'

const reason = whyNot()
if (reason !== undefined) console.warn(`skipped: the virtual endpoint, because ${reason}`)

describe.skipIf(reason !== undefined)('the virtual endpoint', { timeout: 240_000 }, () => {
  let opened: Site | undefined
  const site = () => {
    if (!opened) throw new Error('the virtual endpoint is not up')
    return opened
  }
  beforeAll(async () => {
    opened = await openSite(fillCompany)
  }, 180_000)
  afterAll(() => opened?.close())

  stickCases(site)
  deviceCases(site)
})
