/** Dolibarr's own log file: exports that were built. A line names the address and no user (htdocs/core/modules/syslog/mod_syslog_file.php). */
import Type from 'typebox'
import { loggedExport } from '../../../events/web-resources-activity.ts'
import { connector, other, type Reading } from '../connector.ts'

const start =
  /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})(?: \d+\.\d+)? +(?:EMERG|ALERT|CRIT|ERR|WARNING|NOTICE|INFO|DEBUG) +(\S+) +(.*)$/
/** Written for every page, once it is known that the visitor may see it (htdocs/main.inc.php). */
const access = /--- Access to (?:[A-Z]+ )?(\S+)(?: - action=(\w*))?/
/** A file is built by this action (htdocs/exports/export.php), and fetched by another page, which the access log of a web server knows. */
const isExport = (path: string, action: string): boolean =>
  path.endsWith('/exports/export.php') && action === 'builddoc'
/** Lines of dumps that were logged begin with anything else. */
const begins = /^\d{4}-\d{2}-\d{2} /

export const dolibarrLog = connector({
  name: 'dolibarr-log',
  summary: "Exports in Dolibarr's log file, by the address they were asked for from",
  hasHead: false,
  options: Type.Object({
    app: Type.String({
      default: 'Dolibarr',
      maxLength: 200,
      description: "The application's name",
    }),
    utc_offset_minutes: Type.Integer({
      default: 0,
      minimum: -840,
      maximum: 840,
      description: "How far the log's clock is ahead of UTC",
    }),
  }),
  start: ({ options, name, product }) => ({
    read(line, { uid }): Reading {
      const match = start.exec(line)
      if (!match) return begins.test(line) ? { dirty: "not a record of Dolibarr's log" } : other
      const [, day, clock, address = '', message = ''] = match
      const [, path = '', action = ''] = access.exec(message) ?? []
      if (!isExport(path, action) || message.includes(' refused')) return other
      const time = Date.parse(`${day}T${clock}Z`) - options.utc_offset_minutes * 60_000
      if (!(time >= 0)) return { dirty: `no such time: ${day} ${clock}` }
      return {
        event: loggedExport(product, {
          ...{ uid, time, app: options.app, path, name: 'export', address },
          account: `address:${address}`,
          logged: { connector: name },
        }),
      }
    },
  }),
})
