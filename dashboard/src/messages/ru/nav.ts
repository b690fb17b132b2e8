/** Names of pages and of the groups they stand in. A page's name is its title as well. */
export default {
  pages: 'Страницы',
  brand: 'Clientkeep, первая страница',
  menu: 'Меню',
  work: 'Расследование',
  decide: 'Решения',
  run: 'Управление',
  own: 'Вы',
  queue: 'Очередь',
  person: 'Человек',
  approvals: 'Согласования',
  reveals: 'Раскрытия имён',
  tuning: 'Подстройка',
  access: 'Доступ',
  setup: 'Настройка',
  account: 'Ваши ключи и сеансы',
} as const
