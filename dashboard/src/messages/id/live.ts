/** What screen readers hear while the queue changes. */
export default {
  sentence: '{who}, {severity}: {headline}',
  new: 'Peringatan baru: {what}',
  more: 'Lagi tentang {what}',
} as const
