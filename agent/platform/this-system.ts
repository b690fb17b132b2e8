/** The platform of the machine that this runs on. Each is loaded only where it is needed: it may open libraries of its system. */
import type { Platform } from './platform.ts'

/** The face of this operating system. */
export async function thisSystem(): Promise<Platform> {
  if (process.platform === 'linux') return (await import('./linux.ts')).linux()
  if (process.platform === 'win32') return (await import('./win32.ts')).win32()
  return (await import('./other.ts')).other()
}
