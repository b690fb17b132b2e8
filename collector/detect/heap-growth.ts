/** Lets the heap grow faster while much waits to be looked at: the processes are started so that it grows in small steps, which costs a fifth of the speed. */
import { setFlagsFromString } from 'node:v8'

const option = '--heap-growing-percent='
const busyPercent = 100

/** Gives the function that says whether much waits; of a process that was started with no small steps nothing changes. */
export function openHeapGrowth(): (isBusy: boolean) => void {
  const given = process.execArgv.find(each => each.startsWith(option))?.slice(option.length)
  const restPercent = Number(given ?? busyPercent)
  let isFast = false
  return isBusy => {
    if (isBusy === isFast || restPercent >= busyPercent) return
    isFast = isBusy
    setFlagsFromString(`${option}${isBusy ? busyPercent : restPercent}`)
  }
}
