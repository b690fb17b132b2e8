/** What screen readers hear while the queue changes. */
export default {
  sentence: '{who}, {severity}: {headline}',
  new: 'New alert: {what}',
  more: 'More on {what}',
} as const
