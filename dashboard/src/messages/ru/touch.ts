/** What a touch of a key is for, and what can go wrong with it. */
export default {
  title: 'Коснитесь ключа',
  signs: 'Ключ подписывает именно это действие, подпись остаётся в журнале.',
  cancel: 'Отмена',
  again: 'Коснуться ещё раз',
  notTouched: 'Ключа не коснулись вовремя, или запрос отменён. Попробуйте ещё раз.',
  registeredAlready: 'Этот ключ уже зарегистрирован. Вставьте другой.',
  otherAddress:
    'Ключи работают только на том адресе, для которого созданы. Откройте Clientkeep под его собственным именем, на этой машине http://localhost.',
  cancelled: 'Отменено: ничего не сделано.',
  anotherKey: 'Зарегистрировать ещё один ключ',
  setUser: 'Пользователь {id}: {count, plural, =0 {без роли} other {{roles}}}',
  invite: 'Разрешить {id} зарегистрировать ключ',
  revoke: 'Отозвать ключ {label} пользователя {user}',
  keyRules: 'Изменить правила для ключей',
  emergencyKey: 'Экстренный доступ: новый ключ для {user}',
  emergencyRole:
    'Экстренный доступ: {user} получает роль «{role}» на {minutes, plural, one {# минуту} few {# минуты} other {# минут}}',
  agree: 'Согласиться на экстренный доступ для {user}',
  newKey: 'Новый ключ для {user}',
  reveal: 'Раскрыть, кто такой {pseudonym}',
  show: 'Показать {viewer}, кто такой {pseudonym}',
  doNotShow: 'Не показывать {viewer}, кто такой {pseudonym}',
  watch: 'Изменить, за чем следят конечные точки',
  find: 'Узнать, у кого адрес {email}',
  handOut: 'Выдать всё, что хранится о {who}',
  delete: 'Удалить всё о {who}',
} as const
