/** The program of a reader process that has the rights of its parent: it opens the files itself. */
import { serveScans } from './serve-scans.ts'

serveScans()
