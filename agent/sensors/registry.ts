/** All sensors. A new one is a file beside this and a line here. */
import type { AnySensor } from '../sensor.ts'
import { clipboard } from './clipboard.ts'
import { files } from './files.ts'
import { inventory } from './inventory.ts'
import { peripherals } from './peripherals.ts'
import { print } from './print.ts'
import { securityKeys } from './security-keys.ts'

export const sensors: readonly AnySensor[] = [
  files,
  inventory,
  clipboard,
  peripherals,
  securityKeys,
  print,
]
