/** Sends a control to a service, as an administrator, and says whether it arrived. */
import { advapi32 } from './libraries.ts'

const call = {
  openManager: advapi32.func(
    'intptr_t __stdcall OpenSCManagerW(str16 machine, str16 database, uint32_t access)',
  ),
  openService: advapi32.func(
    'intptr_t __stdcall OpenServiceW(intptr_t manager, str16 name, uint32_t access)',
  ),
  control: advapi32.func(
    'int __stdcall ControlService(intptr_t service, uint32_t control, void *status)',
  ),
  close: advapi32.func('int __stdcall CloseServiceHandle(intptr_t handle)'),
} as const

const connect = 1
const userDefinedControl = 0x100
/** SERVICE_STATUS. */
const statusBytes = 28

/** True where the service took it; false where it does not run, or is none. */
export function controlService(name: string, control: number): boolean {
  const manager = Number(call.openManager(null, null, connect))
  if (manager === 0) return false
  const service = Number(call.openService(manager, name, userDefinedControl))
  const isTaken =
    service !== 0 && Boolean(call.control(service, control, Buffer.alloc(statusBytes)))
  if (service !== 0) call.close(service)
  call.close(manager)
  return isTaken
}
