/** The loggers of the processes: JSON lines with secrets redacted, to a file or to standard output. */
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Logger, pino } from 'pino'

/** Fields that hold secrets, wherever they turn up within three levels. */
const secretFields = [
  'token',
  'authorization',
  'cookie',
  'secret',
  'password',
  'assertion',
  'key',
  'd',
]

/** How secrets are kept out of all logs. */
export const logOptions = {
  redact: {
    paths: secretFields.flatMap(name => [name, `*.${name}`, `*.*.${name}`]),
    censor: '[redacted]',
  },
  base: null,
}

/** Appends to a file that only its owner can read. */
export function fileLog(path: string, name: string): Logger {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  return pino({ ...logOptions, name }, pino.destination({ dest: path, mode: 0o600, sync: false }))
}

/** To standard output, for service managers. */
export const consoleLog = (name: string): Logger => pino({ ...logOptions, name })

/** For short commands that print their own results. */
export const silentLog = (): Logger => pino({ level: 'silent' })
