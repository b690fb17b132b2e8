/** Salesforce EventLogFile in CSV: reports with their row counts, report exports, which carry none, bulk API jobs that read, and log-ins where asked for. */
import Type from 'typebox'
import { logon } from '../../../events/authentication.ts'
import { loggedExport } from '../../../events/web-resources-activity.ts'
import { badRow, rowOf } from '../columns.ts'
import { connector, other, type Reading } from '../connector.ts'

/** A report that is run is looked at; its export is an event of its own. */
const activities = new Map([
  ['Report', 'Read'],
  ['ReportExport', 'Export'],
  ['BulkApi', 'Export'],
  ['BulkApi2', 'Export'],
] as const)
const activityOf = (type: string) => [...activities].find(([name]) => name === type)?.[1]
const reads = /^(query|queryall|)$/i
/** A job of Bulk API 2.0 is told at each step; what is neither of these is its end. */
const steps = /^(open|created|uploadcomplete|inprogress|deleted)$/i

const counted = (text: string | undefined): { records?: number } =>
  /^\d{1,12}$/.test(text ?? '') ? { records: Number(text) } : {}

export const salesforceEventLog = connector({
  name: 'salesforce-event-log',
  summary: 'Salesforce EventLogFile CSV: ReportExport, Report, BulkApi, BulkApi2, Login',
  hasHead: true,
  options: Type.Object({
    app: Type.String({ default: 'Salesforce', maxLength: 200 }),
    logins: Type.Boolean({ default: false, description: 'Log-ins too' }),
  }),
  start: ({ options, name, product }) => ({
    read(line, { uid, head }): Reading {
      const fields = rowOf(head, line)
      if (!fields) return { dirty: badRow }
      const get = (field: string) => fields.get(field) ?? ''
      const type = get('EVENT_TYPE')
      const time = Date.parse(get('TIMESTAMP_DERIVED'))
      if (type === '' || !Number.isFinite(time) || time < 0)
        return { dirty: 'no EVENT_TYPE or TIMESTAMP_DERIVED' }
      const account = get('USER_NAME') || get('USER_ID_DERIVED') || get('USER_ID')
      if (account === '') return { dirty: `${type} of nobody: no USER_ID` }
      const { app } = options
      const address = get('CLIENT_IP') || get('SOURCE_IP') || undefined
      if (type === 'Login') {
        const isSuccess = get('LOGIN_STATUS') === 'LOGIN_NO_ERROR'
        return options.logins
          ? { event: logon(product, { uid, time, account, app, address, isSuccess }) }
          : other
      }
      const activity = activityOf(type)
      if (activity === undefined) return other
      if (type.startsWith('Bulk') && !reads.test(get('OPERATION_TYPE'))) return other
      if (type === 'BulkApi2' && steps.test(get('JOB_STATUS').replaceAll(/\W/g, ''))) return other
      const records = counted(get('ROW_COUNT') || get('ROWS_PROCESSED') || get('RECORDS_PROCESSED'))
      return {
        event: loggedExport(product, {
          ...{ uid, time, app, account, address, activity },
          path: (get('URI') || `/${type}`).split('?', 1)[0]?.slice(0, 8000) ?? '',
          name: type,
          logged: { connector: name, ...(type === 'ReportExport' ? {} : records) },
        }),
      }
    },
  }),
})
