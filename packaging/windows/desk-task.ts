/** The task that starts the agent's part in each session: at each logon, and again within a minute where it ended. */
import { win32 } from 'node:path'

/** People's accounts (BUILTIN\Users), by a name that is the same in all languages. */
const users = 'S-1-5-32-545'
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** The task as the Task Scheduler reads it (Task Scheduler Schema 1.2). */
export function deskTaskXml(programDir: string): string {
  const node = win32.join(programDir, 'bin', 'node.exe')
  const desk = win32.join(programDir, 'lib', 'desk.js')
  const repeated = '<Repetition><Interval>PT1M</Interval></Repetition>'
  return `\uFEFF<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo><Description>Clientkeep: tells the agent what is copied in this session.</Description></RegistrationInfo>
  <Triggers>
    <LogonTrigger>${repeated}<Enabled>true</Enabled></LogonTrigger>
    <RegistrationTrigger>${repeated}<Enabled>true</Enabled></RegistrationTrigger>
  </Triggers>
  <Principals><Principal id="Users"><GroupId>${users}</GroupId><RunLevel>LeastPrivilege</RunLevel></Principal></Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <Hidden>true</Hidden>
    <Enabled>true</Enabled>
  </Settings>
  <Actions Context="Users"><Exec><Command>${escaped(node)}</Command><Arguments>"${escaped(desk)}"</Arguments></Exec></Actions>
</Task>
`
}
