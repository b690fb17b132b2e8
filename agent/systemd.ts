/** Telling systemd how the service is (sd_notify(3)): that it is ready, that it still lives, that it stops. Silent where nobody listens. */

export interface ServiceManager {
  ready(): void
  stopping(): void
}

const nobody: ServiceManager = { ready: () => {}, stopping: () => {} }

/**
 * Speaks to the manager that `NOTIFY_SOCKET` names. After `ready` it says twice in each `WATCHDOG_USEC` that it lives, from the event loop that
 * does the work: one that hangs is silent and the service is started again.
 */
export async function serviceManager(
  env: NodeJS.ProcessEnv = process.env,
): Promise<ServiceManager> {
  const { NOTIFY_SOCKET: socket, WATCHDOG_USEC: watchdog } = env
  if (socket === undefined || process.platform !== 'linux') return nobody
  const { sendDatagram } = await import('./platform/linux/libc.ts')
  const everyMs = Number(watchdog ?? 0) / 2000
  return {
    ready: () => {
      sendDatagram(socket, 'READY=1')
      if (everyMs > 0) setInterval(() => sendDatagram(socket, 'WATCHDOG=1'), everyMs).unref()
    },
    stopping: () => sendDatagram(socket, 'STOPPING=1'),
  }
}
