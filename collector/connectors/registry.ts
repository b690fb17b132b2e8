/** All connectors. A new one is a file in `kinds/` and a line here. */
import type { Connector } from './connector.ts'
import { csvLog } from './kinds/csv-log.ts'
import { dolibarrLog } from './kinds/dolibarr-log.ts'
import { jsonLog } from './kinds/json-log.ts'
import { odooLog } from './kinds/odoo-log.ts'
import { salesforceEventLog } from './kinds/salesforce-event-log.ts'
import { webAccessLog } from './kinds/web-access-log.ts'
import { webhook } from './kinds/webhook.ts'

export const connectors: readonly Connector[] = [
  ...[webAccessLog, odooLog, dolibarrLog, salesforceEventLog],
  ...[jsonLog, csvLog, webhook],
]
