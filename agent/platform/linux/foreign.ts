/** The C library, and how its calls are described. The one file that knows koffi's package. */
import koffi from 'koffi'

export { koffi }
export const libc = koffi.load('libc.so.6')
