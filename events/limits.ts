/** Every cap of the product, with its unit and the reason for it. On by default; what is cut is counted where it is cut. */

const KiB = 1024
const MiB = 1024 * KiB

/** A cap: `[value, unit, reason]`. */
type Cap = readonly [value: number, unit: string, reason: string]

const caps = {
  eventBytesMax: [
    4 * MiB,
    'bytes',
    'one event with all candidate tokens of the largest scan, base64',
  ],
  eventDepthMax: [32, 'levels', 'OCSF objects nest some ten deep'],
  ingestBodyBytesMax: [16 * MiB, 'bytes', 'a batch is parsed in memory once'],
  ingestBatchEventsMax: [500, 'events', 'an answer stays within milliseconds'],
  ingestRequestsPerAgent: [
    4,
    'requests',
    'at a time: one agent that floods does not starve the rest',
  ],
  ingestBytesPerAgentMax: [
    128 * MiB,
    'bytes',
    'an agent sends as much in one second, more than a gigabit line carries, and four times of it after a pause',
  ],
  ingestPendingBytesMax: [
    256 * MiB,
    'bytes',
    'batches of all agents that are in memory at a time; others are told to wait',
  ],
  frameBytesMax: [
    32 * MiB,
    'bytes',
    'one batch in the event log: a body of the largest size, written anew',
  ],
  segmentBytes: [
    64 * MiB,
    'bytes',
    'the newest file of the event log is checked at a start in a tenth of a second; old ones are deleted whole',
  ],
  gapsPerSourceMax: [
    10_000,
    'ranges',
    'sequence numbers of one agent that are known; who leaves more gaps than that has a fault',
  ],
  unpackWindowLog: [23, 'log2 bytes', 'a compressed batch makes the collector hold 8 MiB at most'],
  publicRequestsPerMinute: [
    300,
    'requests',
    'sign-ins and enrolments from one address; secrets of 256 bits are not guessed',
  ],
  connectionsMax: [
    20_000,
    'connections',
    'each costs some kilobytes; the rest waits or is refused',
  ],
  connectionsPerAddressMax: [
    1000,
    'connections',
    'one machine in the network; a proxy on this machine is not counted',
  ],
  headersMs: [15_000, 'milliseconds', 'who opens a connection says within this time what for'],
  requestMs: [300_000, 'milliseconds', 'the largest import over a slow line'],
  idleConnectionMs: [
    60_000,
    'milliseconds',
    'above the pause between two words of any open stream',
  ],
  requestsPerConnection: [
    10_000,
    'requests',
    'then it is opened anew, so that load is shared again',
  ],
  importBytesMax: [512 * MiB, 'bytes', 'a CSV of five million customers'],
  importFaultsShown: [100, 'rows', 'a person reads the first page of faults; all are counted'],
  importFieldCharsMax: [10_000, 'characters', 'a longer field is a broken quote, not a name'],
  checkBytesMax: [256 * MiB, 'bytes', 'a database is checked at each start in about a second'],
  checkAfterCrashBytesMax: [
    4096 * MiB,
    'bytes',
    'after a crash a database is worth a check of half a minute',
  ],
  scanBytesMax: [4096 * MiB, 'bytes', 'a scan ends in seconds; what is longer is marked truncated'],
  scanTextBytesMax: [
    4096 * MiB,
    'bytes',
    'unpacked from one file: a bomb ends here, a base does not',
  ],
  scanRatioMax: [400, 'times', 'rows of a spreadsheet pack 10 to 50 times; a bomb 1,000 times'],
  scanDepthMax: [8, 'levels', 'a sheet in a zip in a mail has three; a bomb has no end'],
  scanEntriesMax: [100_000, 'entries', 'an archive of a whole home folder'],
  scanHeldBytesMax: [32 * MiB, 'bytes', 'a packed container inside another is read from memory'],
  scanArchiveBytesMax: [64 * MiB, 'bytes', 'PDF, 7-Zip and RAR are held as a whole while read'],
  scanMs: [120_000, 'milliseconds', 'the longest file is read; a file made to hang is given up'],
  scanGraceMs: [5000, 'milliseconds', 'a reader past its time says what it has; then it is killed'],
  scanMemoryBytesMax: [512 * MiB, 'bytes', 'a reader of hostile files must not starve the machine'],
  scanHeapBytesMax: [
    256 * MiB,
    'bytes',
    'the same for the JavaScript heap, enforced by the engine',
  ],
  scanInProcessBytesMax: [64 * MiB, 'bytes', 'longer text is read outside, at low priority'],
  scanIdleMs: [10_000, 'milliseconds', 'a burst of files finds its reader started'],
  scanCandidatesMax: [250_000, 'tokens', 'keeps one event under its size cap'],
  scanGroupBytesMax: [
    1 * MiB,
    'bytes',
    'rows known by weak identifiers; keeps one event under its cap',
  ],
  tokenKeysMax: [
    8,
    'keys',
    'older token keys with their index: what endpoints scanned with an old filter is confirmed still',
  ],
  deltaTokensMax: [50_000, 'tokens', 'a delta claims a stranger no more often than its filter'],
  exportCandidatesMax: [
    3_000_000,
    'tokens',
    'an export of a million customers with three identifiers each',
  ],
  exportRowBytesMax: [64 * MiB, 'bytes', 'the rows of such an export while it is registered'],
  exportBytesMax: [16 * MiB, 'characters', 'a registered export of some million customers'],
  gatewayPageBytesMax: [
    256 * KiB,
    'bytes',
    'what is shown is sent at once up to here; a longer answer is taken for an export',
  ],
  gatewayFileBytesMax: [16 * 1024 * MiB, 'bytes', 'one download; the spool has room for it'],
  gatewayTermsBytesMax: [
    64 * MiB,
    'bytes',
    'a table is held in memory while columns and rows are left out',
  ],
  gatewayRequestMs: [3_600_000, 'milliseconds', 'the largest upload over a slow line'],
  gatewayConnectionsMax: [256, 'connections', 'to one application; the rest waits'],
  canariesAtOnceMax: [100, 'customers', 'more would be seen in an export'],
  canaryWordsMax: [20, 'lines', 'canaries that the reason of a finding names'],
  canaryModelRowsMax: [200, 'rows', 'enough to see how a table writes its values'],
  mailBytesMax: [50 * MiB, 'bytes', 'the largest mail that servers take'],
  mailHeadBytesMax: [256 * KiB, 'bytes', 'the header of a mail through many relays'],
  exportsNamedMax: [5, 'exports', 'named for one file: the first explains most of it'],
  scanQueueMax: [20_000, 'files', 'a storm of copies is held in memory as paths only'],
  detailCharsMax: [500, 'characters', 'one line on a page'],
  selfLookMs: [60_000, 'milliseconds', 'the agent looks at itself; a minute is told apart'],
  healthReportEvery: [60, 'looks', 'an hourly report costs nothing and shows what fell silent'],
  noticeMs: [7000, 'milliseconds', 'a desktop that does not take a notification is not waited for'],
  spoolBytesMax: [1024 * MiB, 'bytes', 'weeks offline on a small disk'],
  spoolAgeMsMax: [
    180 * 24 * 3_600_000,
    'milliseconds',
    'an endpoint that was away for half a year is looked at by a person',
  ],
  spoolSegmentBytes: [4 * MiB, 'bytes', 'acknowledged segments are deleted whole'],
  uplinkBatchBytes: [4 * MiB, 'bytes', 'a batch stays well below the body cap'],
  uplinkTimeoutMs: [15_000, 'milliseconds', 'a hung connection is given up and retried'],
  uplinkBackoffMsMax: [
    30_000,
    'milliseconds',
    'a returning collector is found within half a minute',
  ],
  replyBytesMax: [256 * MiB, 'bytes', 'an answer to an agent: the filter of a huge base'],
  policyWaitMsMax: [25_000, 'milliseconds', 'below the idle time-outs of common proxies'],
  watchPlacesMax: [200, 'places', 'more are a configuration mistake'],
  permitsMax: [1000, 'permits', 'decisions of an endpoint that are still to be carried out'],
  permitMs: [
    7 * 24 * 3_600_000,
    'milliseconds',
    'a stick that is plugged in again next week gets its file',
  ],
  releaseTriesMax: [5, 'codes', 'a code of 50 bits is not guessed; then only the network releases'],
  crmHostsMax: [50, 'host names', 'a CRM has a handful'],
  volumeRulesMax: [1000, 'rules', 'approved sticks of a company, named by hand'],
  knownContentsMax: [5000, 'files', 'copies are known again for the files last seen: some MB'],
  clipboardBytesMax: [
    8 * MiB,
    'bytes',
    'of one copy in one type; the largest base that a person copies as text is smaller',
  ],
  clipboardFilesMax: [
    50,
    'files',
    'of one copy are scanned; the copies themselves are seen as files',
  ],
  donglesMax: [200, 'devices', 'named by hand; more are a configuration mistake'],
  streamClientsMax: [200, 'connections', 'open dashboards of one collector'],
  streamBufferBytesMax: [
    1 * MiB,
    'bytes',
    'a dashboard that does not read is cut off and comes back',
  ],
  signInLinkMs: [
    30 * 60_000,
    'milliseconds',
    'a link printed on a console is used at once or made again',
  ],
  drainMs: [10_000, 'milliseconds', 'a stop waits this long for answers under way'],
  sessionMs: [12 * 3_600_000, 'milliseconds', 'one working day'],
  sessionIdleMs: [2 * 3_600_000, 'milliseconds', 'a dashboard that nobody looks at over lunch'],
  sessionsPerUserMax: [20, 'sessions', 'browsers and devices of one user; the oldest ends'],
  inviteMs: [24 * 3_600_000, 'milliseconds', 'a link to register a key, sent to a colleague'],
  ceremonyMs: [300_000, 'milliseconds', 'to find the key, enter its PIN and touch it'],
  ceremoniesMax: [10_000, 'ceremonies', 'begun and not ended; the oldest is forgotten'],
  keysPerUserMax: [10, 'keys', 'two are wanted, more than ten are a mistake'],
  breakGlassMs: [4 * 3_600_000, 'milliseconds', 'an emergency is over or becomes a role'],
  revealMs: [3_600_000, 'milliseconds', 'a name is shown for the time of one investigation'],
  assertionMs: [60_000, 'milliseconds', 'an agent signs a new assertion for each minute'],
  clockJumpMs: [
    2000,
    'milliseconds',
    'a clock that is set by more is told; what keeps time in step moves it by less',
  ],
  assertionsMax: [
    500_000,
    'assertions',
    'that are in force at a time, remembered against replays: some 50 MB, a new one each call of 20,000 agents',
  ],
  clockSkewMs: [120_000, 'milliseconds', 'an agent with a slightly wrong clock still gets in'],
  customerIdsPerEvent: [
    10_000,
    'customers',
    'rules count distinct customers over events; more in one event are far above any threshold',
  ],
  findingCustomersMax: [
    250_000,
    'customers',
    'named over all events of a finding, so that it stays as small as one large event',
  ],
  endpointAccountsMax: [
    200_000,
    'endpoints',
    'the account that was last at work there, for events that name none',
  ],
  rememberedAccountsMax: [
    50_000,
    'accounts',
    'whose person detection need not look up again; some 10 MB',
  ],
  evidencePerFinding: [50, 'events', 'a finding is read by a person'],
  exposureCustomersMax: [100_000, 'customers', 'a call list of one departure, exported once'],
  sqliteHeapBytes: [
    8 * MiB,
    'bytes',
    'page caches of all databases together; the system caches the files anyway',
  ],
  pageRowsMax: [500, 'rows', 'one page of a list'],
  eventTextCharsMax: [
    128 * MiB,
    'characters',
    'one event, or a JSON document of some, is held in memory while rules are tried on it',
  ],
  ruleFileBytesMax: [1 * MiB, 'bytes', 'a rule is read by a person'],
} as const satisfies Record<string, Cap>

/** The caps by name: plain numbers in the unit that the table says. */
export const limits = Object.fromEntries(
  Object.entries(caps).map(([name, [value]]) => [name, value]),
) as { readonly [K in keyof typeof caps]: number }

/** The same with unit and reason, for `clientkeep doctor --limits` and the docs. */
export const limitTable = Object.entries(caps).map(([name, [value, unit, reason]]) => ({
  name,
  value,
  unit,
  reason,
}))
