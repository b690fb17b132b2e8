/** What screen readers hear while the queue changes. */
export default {
  sentence: '{who}, {severity}: {headline}',
  new: 'Новое оповещение: {what}',
  more: 'Ещё об этом: {what}',
} as const
