/** Calls of the operating system that Node does not have. The one file that knows koffi's package. */
import koffi from 'koffi'

export { koffi }
