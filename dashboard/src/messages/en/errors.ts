/** What goes wrong between the page and the collector. */
export default {
  noReason: 'The collector answered {status, number} without saying why; its log tells more.',
  offline: 'The collector does not answer. Check that it runs (./clientkeep up), then try again.',
  again: 'Try again',
  stale: 'This could not be read again; what you see is from {time}.',
} as const
