/** The C library. */
import { koffi } from '../koffi.ts'

export { koffi }
export const libc = koffi.load('libc.so.6')
