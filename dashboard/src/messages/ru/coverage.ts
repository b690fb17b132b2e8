/** How well the endpoints are covered. */
export default {
  which: 'Какие конечные точки',
  all: 'все конечные точки',
  state: {
    silent: 'нет сигнала',
    degraded: 'видит меньше, чем должна',
    behind: 'политика старее',
    sound: 'в порядке',
  },
  sensors: {
    files: 'Файлы',
    clipboard: 'Буфер обмена',
    peripherals: 'Устройства',
    'security-keys': 'Ключи',
    print: 'Печать',
    inventory: 'На диске',
  },
  sensor: {
    ok: 'полностью',
    weak: 'слабее',
    ended: 'остановлен',
    silent: 'молчит',
    absent: 'нет',
    unknown: 'не сообщил',
  },
  column: {
    endpoint: 'Конечная точка',
    state: 'Состояние',
    waiting: 'Ждёт отправки',
    heard: 'Последний сигнал',
    version: 'Агент',
    policy: 'Политика',
  },
  never: 'никогда',
  noneOfThese: 'В этом состоянии конечных точек нет.',
  empty: 'Конечных точек пока нет',
  emptyText:
    'Каждая конечная точка стоит здесь со своими датчиками, худшие первыми: молчание и ослабление никогда не выглядят спокойно.',
  enrol: 'Ещё одна конечная точка',
  waiting:
    '{count, plural, =0 {ничего} one {# событие} few {# события} many {# событий} other {# события}}',
  lost: 'потеряно: {count}',
  newest: 'новейшая {version}',
  rest: {
    title: 'На чём всё держится',
    keys: 'Ключи',
    keysText: 'с двумя ключами: {two}, с одним: {one}, без ключа: {none}',
    keysDue:
      '{count, plural, one {у # пользователя} few {у # пользователей} many {у # пользователей} other {у # пользователя}} нет пригодного ключа',
    feeds: 'Источники',
    feedsText:
      '{count, plural, =0 {ни один не настроен} one {# коннектор читает} few {# коннектора читают} many {# коннекторов читают} other {# коннектора читают}}',
    feedsBad: 'с ошибкой: {count, number}',
    filter: 'Фильтр клиентов',
    filterText: 'новейший у {current} из {endpoints} конечных точек',
    journal: 'Обнаружение',
    journalText:
      '{entries, plural, =0 {просмотрено всё} one {отстаёт на # запись} few {отстаёт на # записи} many {отстаёт на # записей} other {отстаёт на # записи}}',
    journalBehind: 'старейшая ждёт <time></time>',
    noise: 'Ложные тревоги за неделю',
    noiseText: '{dismissed} из {budget} допустимых',
  },
} as const
