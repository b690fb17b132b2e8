/** Where the agent lives on Windows, and what it is called there. */
import { win32 } from 'node:path'

export const serviceName = 'ClientkeepAgent'
export const displayName = 'Clientkeep Agent'
export const deskTask = 'Clientkeep Desk'

const { ProgramData = 'C:\\ProgramData', ProgramFiles = 'C:\\Program Files' } = process.env
/** Programs. */
export const programDir = win32.join(ProgramFiles, 'Clientkeep Agent')
/** Keys, spool and vault; only the system and administrators may look into it. */
export const dataDir = win32.join(ProgramData, 'Clientkeep', 'agent')
/** Read once by the service, which enrols itself: the key that it makes is sealed for its own account. */
export const tokenFile = (dir: string): string => win32.join(dir, 'enrol.token')
