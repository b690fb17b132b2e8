/** How rules do, the budget of noise, what could be left out. */
export default {
  intro:
    'Сюда возвращается то, что офицеры решили об оповещениях: какие правила стоит читать и что можно исключить. Цифры за последние {days, number} дн.',
  loading: 'Загружаются результаты правил',
  empty: 'Ни одно правило пока ничего не нашло',
  emptyText:
    'Когда оповещения закроют с вердиктом, здесь у каждого правила будет видно, сколько его оповещений подтвердилось и сколько отклонено.',
  budget: 'Шум за неделю',
  budgetOf:
    'отклонено {dismissed, plural, one {# оповещение} few {# оповещения} other {# оповещений}}; бюджет {budget, number}',
  budgetMeans:
    'Бюджет ложных тревог по числу людей под наблюдением. Отклонённым считается закрытое как ложное или как разрешённое.',
  over: 'На этой неделе отклонено больше, чем позволяет бюджет.',
  eats: '«{title}» съело {percent, number} % недельного бюджета: отклонено {count, plural, one {# его оповещение} few {# его оповещения} other {# его оповещений}}.',
  suggestions: 'Можно исключить',
  suggestionsMeans:
    'Это есть у отклонённых оповещений правила и ни у одного подтверждённого. Предложенное должен принять кто-то другой.',
  suggestion:
    '{count, plural, one {# отклонённое оповещение} few {# отклонённых оповещения} other {# отклонённых оповещений}}, подтверждённых нет{open, plural, =0 {} other {, открыто #}}',
  trait: {
    device: 'накопителя <value></value>',
    place: 'места <value></value>',
    program: 'программы <value></value>',
    endpoint: 'конечной точки <value></value>',
  },
  of: '«{title}» без <trait></trait>',
  propose: 'Предложить…',
  proposeTitle: 'Исключить это из «{title}»',
  proposeWhy: 'Почему это безвредно?',
  proposeDo: 'Предложить',
  exclusions: 'Исключения',
  exclusionsMeans:
    'Находки, которые не поднимают оповещения: признак есть у каждого их события. Они хранятся и считаются.',
  state: {
    proposed: 'предложено',
    'in force': 'действует',
    refused: 'отказано',
    withdrawn: 'отозвано',
  },
  proposedBy: 'предлагает {user} <time></time>',
  decidedBy: 'решает {user} <time></time>',
  keptOut: 'исключено {count, plural, one {# находка} few {# находки} other {# находок}}',
  accept: 'Принять…',
  refuse: 'Отказать…',
  withdraw: 'Отозвать…',
  acceptTitle: 'Ввести это исключение в действие',
  refuseTitle: 'Отказать в этом исключении',
  withdrawTitle: 'Отозвать это исключение',
  acceptDo: 'Ввести в действие',
  refuseDo: 'Отказать',
  withdrawDo: 'Отозвать',
  why: 'Почему?',
  touch: 'Изменить исключения правил',
  rules: 'Правила',
  rule: 'Правило',
  findings: 'Находки',
  open: 'Открыто',
  confirmed: 'Подтверждено',
  dismissed: 'Отклонено',
  thisWeek: 'За неделю',
  right: 'Верно',
  bar: 'подтверждено {confirmed, number}, отклонено {dismissed, number}',
} as const
