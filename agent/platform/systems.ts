/** Where agents run and what of it was ever tried, in words, for `clientkeep doctor` on any system. */

interface SystemWords {
  readonly system: string
  readonly runs: string
  readonly tried: string
  readonly isTried: boolean
}

export const systems: readonly SystemWords[] = [
  {
    system: 'Linux',
    runs: 'every sensor, holds, blocking of reads',
    tried:
      'tried on x64: a real kernel, a real systemd, USB devices on a virtual machine; never on arm64',
    isTried: true,
  },
  {
    system: 'Windows',
    runs: 'files, drives, clipboard, keys, holds; no print jobs, no program that wrote a file',
    tried: 'tried under Wine only, never on Windows itself',
    isTried: false,
  },
  {
    system: 'macOS and others',
    runs: 'folders that are named; no drives, no devices, no holds, nobody is known who wrote',
    tried: 'never tried',
    isTried: false,
  },
]
