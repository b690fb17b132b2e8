/** The program of a reader without rights: it can open nothing, and reads the files that the agent hands over. */
import { readerChannelFd } from '../content/reader-process.ts'
import { serveScans } from '../content/serve-scans.ts'
import { receiveFile } from './platform/linux/libc.ts'

serveScans(() => receiveFile(readerChannelFd))
