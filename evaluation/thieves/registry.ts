/** All scenarios of theft. A new one is a file beside this and a line here. */
import { afterLastDay } from './after-last-day.ts'
import { clipboardWebmail } from './clipboard-webmail.ts'
import { colleaguesAccount } from './colleagues-account.ts'
import { drip } from './drip.ts'
import { nightExport } from './night-export.ts'
import { approvingManager } from './own-team.ts'
import { phone } from './phone.ts'
import { printing } from './printing.ts'
import { sabotage } from './sabotage.ts'
import type { Scenario } from './scenario.ts'
import { scraping } from './scraping.ts'
import { zipStickDelete } from './zip-stick-delete.ts'

export const scenarios: readonly Scenario[] = [
  nightExport,
  drip,
  scraping,
  zipStickDelete,
  clipboardWebmail,
  phone,
  colleaguesAccount,
  afterLastDay,
  printing,
  approvingManager,
  sabotage,
]
