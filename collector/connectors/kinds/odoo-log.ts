/** Odoo's server log: exports, with how many records of which model, and log-ins where asked for. An export names its user by number only. */
import Type from 'typebox'
import { logon } from '../../../events/authentication.ts'
import { loggedExport } from '../../../events/web-resources-activity.ts'
import { connector, other, type Reading } from '../connector.ts'

const start = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}),(\d{3}) \d+ [A-Z]+ \S+ \S+: (.*)$/
const exported = /^User (\d+) exported (\d{1,12}) '([^']+)' records from (\S+)\. Fields: /
const login = /^Login (successful|failed) for (?:db:\S+ )?login:(\S+) from (\S+)$/
/** What a traceback's lines look like is no concern of ours: only a record of the log begins with a date. */
const begins = /^\d{4}-\d{2}-\d{2} /

export const odooLog = connector({
  name: 'odoo-log',
  summary: "Exports and log-ins in Odoo's server log",
  hasHead: false,
  options: Type.Object({
    app: Type.String({ default: 'CRM', maxLength: 200, description: "The application's name" }),
    utc_offset_minutes: Type.Integer({
      default: 0,
      minimum: -840,
      maximum: 840,
      description: "How far the log's clock is ahead of UTC",
    }),
    models: Type.Array(Type.String(), {
      default: ['res.partner', 'crm.lead', 'sale.order'],
      description: 'Models that hold customers',
    }),
    logins: Type.Boolean({
      default: false,
      description: 'Log-ins too; the log names no key, so each counts as one without',
    }),
  }),
  start: ({ options, name, product }) => ({
    read(line, { uid }): Reading {
      const match = start.exec(line)
      if (!match) return begins.test(line) ? { dirty: "not a record of Odoo's log format" } : other
      const [, day, clock, ms, message = ''] = match
      const local = Date.parse(`${day}T${clock}.${ms}Z`)
      if (!Number.isFinite(local)) return { dirty: `no such time: ${day} ${clock}` }
      const time = local - options.utc_offset_minutes * 60_000
      if (time < 0) return { dirty: `no such time: ${day} ${clock}` }
      const { app } = options
      const [, user, records, model = '', from] = exported.exec(message) ?? []
      if (user !== undefined) {
        if (!options.models.includes(model)) return other
        return {
          event: loggedExport(product, {
            ...{ uid, time, app, path: '/web/export', name: model, address: from },
            account: `odoo:${user}`,
            logged: { connector: name, records: Number(records) },
          }),
        }
      }
      const [, outcome, account, address] = options.logins ? (login.exec(message) ?? []) : []
      if (account === undefined) return other
      const isSuccess = outcome === 'successful'
      return { event: logon(product, { uid, time, account, app, address, isSuccess }) }
    },
  }),
})
