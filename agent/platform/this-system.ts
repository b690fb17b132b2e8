/** The platform of the machine that this runs on. Each is loaded only where it is needed: it may open libraries of its system. */
import type { Platform } from './platform.ts'

/** The face of this operating system. */
export async function thisSystem(): Promise<Platform> {
  if (process.platform === 'linux') return (await import('./linux.ts')).linux()
  return (await import('./other.ts')).other()
}
