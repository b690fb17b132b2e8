/** Lines of logs as the products write them. */

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const two = (value: number) => String(value).padStart(2, '0')

/** nginx's combined format, at `time`, in UTC. */
export function combinedLine(
  request: string,
  { user = 'anna', time = Date.now(), status = 200, bytes = 51_200 } = {},
): string {
  const at = new Date(time)
  const day = `${two(at.getUTCDate())}/${months[at.getUTCMonth()]}/${at.getUTCFullYear()}`
  return `10.0.0.7 - ${user} [${day}:${at.toISOString().slice(11, 19)} +0000] "${request} HTTP/1.1" ${status} ${bytes} "-" "Mozilla/5.0"`
}

export const odooLine = (
  message: string,
  { time = Date.now(), logger = 'odoo.addons.web.controllers.export' } = {},
): string =>
  `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')},123 4242 INFO firm ${logger}: ${message}`

export const odooExport = (user: number, records: number, model = 'res.partner'): string =>
  `User ${user} exported ${records} '${model}' records from 10.0.0.7. Fields: name,email. IDs sample: [1, 2]`

export const salesforceHead =
  '"EVENT_TYPE","TIMESTAMP","TIMESTAMP_DERIVED","USER_ID","USER_ID_DERIVED","USER_NAME","URI","CLIENT_IP","ROW_COUNT","OPERATION_TYPE","LOGIN_STATUS","JOB_STATUS"'

export const salesforceLine = (
  type: string,
  {
    user = 'anna@firm.example',
    time = Date.now(),
    rows = '',
    operation = '',
    login = '',
    job = '',
  } = {},
): string =>
  `"${type}","20261125100000.123","${new Date(time).toISOString()}","005B0000001","005B0000001AAA","${user}","/00OB0000000?export=1","10.0.0.7","${rows}","${operation}","${login}","${job}"`
