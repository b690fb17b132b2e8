/** Resolves at the first sign that this process should end: Ctrl-C, a service manager, or a parent that is gone. */
export function stopSignal(): Promise<NodeJS.Signals | 'disconnect'> {
  return new Promise(resolve => {
    const onDisconnect = () => stop('disconnect')
    const stop = (sign: NodeJS.Signals | 'disconnect') => {
      // Whoever listens for it keeps the channel to the parent open, and with it this process.
      process.off('disconnect', onDisconnect)
      resolve(sign)
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => stop(signal))
    process.once('disconnect', onDisconnect)
  })
}
