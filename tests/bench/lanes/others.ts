/** Made events of other sources: Linux, network devices, clouds, and file activity in OCSF's shape as our own agents send it. */
import type { EventObject } from '../../../rules/engine/event.ts'
import type { Random } from './random.ts'
import { structured } from './windows.ts'

/** Processes on Linux that no rule looks for, about 280 B. */
export const noMatch = (random: Random): EventObject => ({
  product: 'linux',
  service: 'none',
  category: 'process_creation',
  Image: random.pick(['/usr/lib/postfix/qmgr', '/usr/sbin/ntpd', '/opt/shop/bin/worker']),
  CommandLine: `worker --queue ${random.pick(['mail', 'stock', 'price'])} --slot ${random.int(64)}`,
  ParentImage: '/usr/lib/systemd/systemd-executor',
  User: random.pick(['postfix', 'ntp', 'shop']),
  ProcessId: random.int(30_000),
  LogonId: random.hex(8),
  CurrentDirectory: '/var/lib/shop',
})

const commands = [
  'show run',
  'copy run tftp',
  'write memory',
  'no logging',
  'erase /all',
  'ping 10.0.0.1',
]

/** Commands on network devices, about 146 B. */
export const cisco = (random: Random): EventObject => ({
  product: 'cisco',
  service: 'aaa',
  category: 'none',
  message: `%PARSER-5-CFGLOG: User:${random.pick(['noc', 'admin'])} command:${random.pick(commands)}`,
  host: `sw-${random.int(90)}`,
})

const cloudTrail = (random: Random): EventObject => ({
  product: 'aws',
  service: 'cloudtrail',
  category: 'none',
  eventSource: random.pick(['s3.amazonaws.com', 'iam.amazonaws.com', 'cloudtrail.amazonaws.com']),
  eventName: random.pick(['GetObject', 'ListUsers', 'StopLogging', 'CreateAccessKey']),
  userIdentity: {
    type: random.pick(['Root', 'IAMUser']),
    arn: `arn:aws:iam::1:user/${random.word()}`,
  },
  requestParameters: { bucketName: random.word() },
  sourceIPAddress: `10.0.${random.int(256)}.${random.int(256)}`,
})

const proxy = (random: Random): EventObject => ({
  product: 'none',
  service: 'none',
  category: 'proxy',
  'c-uri': `http://${random.word()}.example/${random.pick(['index.html', 'a.exe', 'news.hta'])}`,
  'c-useragent': random.pick(['Mozilla/5.0', 'curl/8.1', 'WinHttp-Autoproxy-Service/5.1']),
  'cs-host': `${random.word()}.example`,
  'cs-method': random.pick(['GET', 'POST']),
  'sc-status': random.pick([200, 404]),
})

const linux = (random: Random): EventObject => ({
  ...noMatch(random),
  Image: random.pick(['/usr/bin/curl', '/bin/bash', '/usr/bin/python3', '/usr/bin/crontab']),
  CommandLine: random.pick([
    'bash -i',
    'curl -o /tmp/x http://10.0.0.9/x',
    'crontab -l',
    'cat /etc/passwd',
  ]),
})

const dns = (random: Random): EventObject => ({
  product: 'zeek',
  service: 'dns',
  category: 'none',
  query: `${random.word()}.example`,
  qtype_name: random.pick(['A', 'TXT']),
  id: { orig_h: `10.0.0.${random.int(256)}`, resp_h: '10.0.0.53' },
})

/** Sources in turn as a collector sees them, about 310 B. */
export const mixed = (random: Random): EventObject =>
  random.pick([structured, linux, cloudTrail, proxy, dns, cisco])(random)

/** File activity in OCSF's shape with what our agents and collector add, about 900 B. */
export const ocsfFile = (random: Random): EventObject => {
  const person = `${random.word()}@corp.example`
  const name = random.pick(['customers.xlsx', 'offer.docx', 'export.csv', 'photo.jpg'])
  return {
    product: 'clientkeep',
    service: 'none',
    category: 'file_event',
    class_uid: 1001,
    category_uid: 1,
    activity_id: 1,
    activity_name: random.pick(['Create', 'Update', 'Delete']),
    type_uid: 100_101,
    severity_id: 1,
    time: 1_780_000_000_000 + random.int(1_000_000_000),
    metadata: {
      uid: random.guid(),
      version: '1.8.0',
      product: { name: 'Clientkeep', vendor_name: 'Clientkeep' },
    },
    actor: {
      user: { name: person, uid: random.hex(8), type: 'User' },
      process: {
        name: 'explorer.exe',
        pid: random.int(9000),
        file: { path: 'C:\\Windows\\explorer.exe' },
      },
    },
    device: {
      hostname: `pc-${random.int(90)}`,
      os: { name: 'Windows', type_id: 100 },
      uid: random.hex(12),
    },
    file: {
      name,
      path: `${random.pick(['E:', 'C:\\Users\\anna', 'D:\\share'])}\\${name}`,
      size: random.int(5_000_000),
      type_id: 1,
      is_removable: random.chance(0.2),
    },
    unmapped: {
      clientkeep: {
        customers: { distinct: random.chance(0.1) ? random.int(2000) : 0 },
        person: { departing: random.chance(0.05), days_to_last_day: random.int(90), role: 'sales' },
      },
    },
  }
}
