/** All sensors. A new one is a file beside this and a line here. */
import type { Sensor } from '../sensor.ts'
import { files } from './files.ts'

export const sensors = [files] as const satisfies readonly Sensor[]
