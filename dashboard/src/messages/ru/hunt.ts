/** The search over all events. */
export default {
  words: 'Слова',
  wordsExample: 'файл, папка, устройство, программа',
  person: 'Человек',
  personExample: 'Heron-41',
  place: 'Куда',
  any: 'куда угодно',
  customers: 'Клиентов не меньше',
  time: 'Когда',
  lastDays:
    '{count, plural, one {последний # день} few {последние # дня} other {последние # дней}}',
  chosenTime: 'выбранное время',
  search: 'Искать',
  between: 'С {from} по {to}.',
  wholeTime: 'Всё время',
  loading: 'Идёт поиск',
  loadingEvent: 'Событие загружается',
  nothing: 'Ничего не найдено',
  nothingText:
    'Ни одно событие не подходит целиком. Уберите слово или посмотрите дальше в прошлое.',
  found:
    '{count, plural, one {событие найдено} few {события найдены} other {событий найдено}}, {customers, plural, =0 {без клиентов} other {с клиентами: #}}',
  bars: 'События по времени: {count, plural, one {# событие} few {# события} other {# событий}}',
  bar: '{time}: {events, plural, one {# событие} few {# события} other {# событий}}, с клиентами: {customers, number}',
  events: 'События',
  more: 'Ещё (показано {shown} из {total})',
  groupBy: 'Считать по',
  group:
    '{events, plural, one {# событие} few {# события} other {# событий}}, {customers, plural, one {# клиент} few {# клиента} other {# клиентов}}',
  none: 'не указано',
  groups: {
    person: 'людям',
    endpoint: 'конечным точкам',
    place: 'видам мест',
    label: 'местам',
    name: 'файлам и устройствам',
    activity: 'действиям',
    class: 'классам OCSF',
  },
  makeRule: 'Сделать правило…',
} as const
