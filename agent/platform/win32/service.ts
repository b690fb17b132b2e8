/**
 * Being a Windows service: tells the service control manager that this process runs, and hears from it when to stop. Windows keeps a thread
 * for that, whose calls come to the event loop: a loop that hangs answers no control, and Windows shows that.
 */
import { advapi32, koffi } from './libraries.ts'

/** What the manager asks for; from 128 on the numbers are the service's own. */
export const serviceControl = { stop: 1, interrogate: 4, shutdown: 5, leave: 128 } as const

const serviceMain = koffi.proto('void __stdcall ServiceMain(uint32_t count, void *arguments)')
const controlHandler = koffi.proto(
  'uint32_t __stdcall ControlHandler(uint32_t control, uint32_t type, void *data, void *context)',
)
const tableEntry = koffi.struct({ name: 'str16', main: koffi.pointer(serviceMain) })
const call = {
  dispatch: advapi32.func('__stdcall', 'StartServiceCtrlDispatcherW', 'int', [
    koffi.pointer(tableEntry),
  ]),
  register: advapi32.func('__stdcall', 'RegisterServiceCtrlHandlerExW', 'intptr_t', [
    'str16',
    koffi.pointer(controlHandler),
    'void *',
  ]),
  setStatus: advapi32.func('int __stdcall SetServiceStatus(intptr_t service, void *status)'),
} as const

const ownProcess = 0x10
const states = { stopped: 1, starting: 2, stopping: 3, running: 4 } as const
const accepted = 1 | 4
/** How long a start or a stop may take before Windows calls it hung. */
const waitHintMs = 30_000
const unknownControl = 120

export interface Service {
  /** It does its work now. */
  running(): void
  /** Resolves with the control that ends it. */
  readonly ended: Promise<number>
  /**
   * It has ended; resolves when Windows has taken note, and expects the process to end at once. An `exitCode` other than 0 makes Windows start
   * it again, as its failure actions say.
   */
  stopped(exitCode: number): Promise<void>
}

/** SERVICE_STATUS: seven numbers. */
function status(state: number, exitCode: number): Buffer {
  const isMoving = state === states.starting || state === states.stopping
  // A code of the service's own is told behind ERROR_SERVICE_SPECIFIC_ERROR.
  const win32Code = exitCode === 0 ? 0 : 1066
  const numbers = [
    ownProcess,
    state,
    state === states.running ? accepted : 0,
    win32Code,
    exitCode,
    0,
    isMoving ? waitHintMs : 0,
  ]
  const bytes = Buffer.alloc(numbers.length * 4)
  for (const [index, number] of numbers.entries()) bytes.writeUInt32LE(number, index * 4)
  return bytes
}

/** Becomes the service that Windows started this process as. Rejects where Windows did not start it as one. */
export function becomeService(name: string): Promise<Service> {
  return new Promise((resolve, reject) => {
    let handle = 0
    let state: number = states.starting
    let end: (control: number) => void = () => {}
    let letGo: () => void = () => {}
    const isLetGo = new Promise<void>(done => {
      letGo = done
    })
    const ended = new Promise<number>(done => {
      end = done
    })
    const tell = (next: number, exitCode = 0) => {
      state = next
      call.setStatus(handle, status(next, exitCode))
    }
    const onControl = (control: number): number => {
      const isEnd = [serviceControl.stop, serviceControl.shutdown, serviceControl.leave].some(
        known => known === control,
      )
      if (!isEnd && control !== serviceControl.interrogate) return unknownControl
      tell(isEnd ? states.stopping : state)
      if (isEnd) end(control)
      return 0
    }
    const handler = koffi.register(onControl, koffi.pointer(controlHandler))
    // Windows lets it return at once; the process stays until the service says that it has stopped.
    const main = koffi.register(() => {
      handle = Number(call.register(name, handler, null))
      tell(states.starting)
      resolve({
        running: () => tell(states.running),
        ended,
        stopped: exitCode => {
          tell(states.stopped, exitCode)
          return isLetGo
        },
      })
    }, koffi.pointer(serviceMain))
    const table = [
      { name, main },
      { name: null, main: null },
    ]
    call.dispatch.async(table, (error: unknown, isDone: number) => {
      letGo()
      if (error || !isDone)
        reject(new Error('Windows did not start this process as a service', { cause: error }))
    })
  })
}
