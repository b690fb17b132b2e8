/** What goes wrong between the page and the collector. */
export default {
  noReason: 'Коллектор ответил {status, number} без объяснений; подробности в его журнале.',
  offline: 'Коллектор не отвечает. Проверьте, что он запущен (./clientkeep up), и повторите.',
  again: 'Повторить',
  stale: 'Обновить не удалось; показано состояние на {time}.',
} as const
