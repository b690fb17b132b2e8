/** Resolves at the first sign that this process should end: Ctrl-C, a service manager, or a parent that is gone. */
export function stopSignal(): Promise<NodeJS.Signals | 'disconnect'> {
  return new Promise(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => resolve(signal))
    process.once('disconnect', () => resolve('disconnect'))
  })
}
