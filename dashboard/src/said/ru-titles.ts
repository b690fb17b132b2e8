/** Titles of the rules that are shipped, and of their parts, in Russian. */
import type { Phrases } from './said.ts'

export default {
  "Activity on a watched place after the person's last working day":
    'Действия в наблюдаемом месте после последнего рабочего дня',
  "One person's account is at work at two endpoints at once":
    'Учётная запись одного человека работает сразу на двух конечных точках',
  'Records of an agent never came': 'Записи агента так и не пришли',
  'An agent is silent for days': 'Агент молчит несколько дней',
  "The agent on a leaver's endpoint is silent": 'Агент на компьютере уходящего молчит',
  "The agent on a leaver's endpoint stopped and did not come back":
    'Агент на компьютере уходящего остановился и не вернулся',
  "The agent on a leaver's endpoint was disabled or removed":
    'Агент на компьютере уходящего отключён или удалён',
  'A large part of the customer base leaves the company in one file':
    'Большая часть клиентской базы уходит из компании одним файлом',
  'A canary customer was seen': 'Замечен клиент-приманка',
  'Very many customers copied by the clipboard':
    'Через буфер обмена скопировано очень много клиентов',
  'Departing person copies many customers by the clipboard':
    'Уходящий копирует много клиентов через буфер обмена',
  'One CRM account is used from two places at once':
    'Учётной записью CRM пользуются сразу из двух мест',
  'Log-in to the CRM without a hardware key': 'Вход в CRM без аппаратного ключа',
  'Departing person connects a removable device for the first time':
    'Уходящий впервые подключает съёмное устройство',
  'Departing person takes customers in small amounts over a day':
    'Уходящий берёт клиентов понемногу в течение дня',
  'Departing person takes customers in small amounts over a month':
    'Уходящий берёт клиентов понемногу в течение месяца',
  'Departing person takes customers in small amounts over a week':
    'Уходящий берёт клиентов понемногу в течение недели',
  'A large part of the customer base is exported from the CRM':
    'Большая часть клиентской базы выгружена из CRM',
  'Departing person exports many customers from the CRM':
    'Уходящий выгружает много клиентов из CRM',
  'One person exports very many customers in slices over a day':
    'Один человек за день выгружает по частям очень много клиентов',
  'Departing person exports from the CRM, says its log': 'По журналу CRM, уходящий делает выгрузку',
  'Departing person exports from the CRM again and again':
    'Уходящий снова и снова делает выгрузки из CRM',
  'The CRM is used after the key was pulled out': 'CRM используют после того, как ключ вынут',
  "The CRM is used after the person's last working day":
    'CRM используют после последнего рабочего дня',
  'A people feed has brought nothing new for too long':
    'Источник сведений о людях слишком долго не приносит нового',
  'Departing person copies customers to a phone': 'Уходящий копирует клиентов на телефон',
  'Departing person prints a list of customers': 'Уходящий печатает список клиентов',
  'Contact fields of many customers are overwritten':
    'Контактные данные многих клиентов переписаны',
  'Departing person takes over customers of colleagues': 'Уходящий забирает себе клиентов коллег',
  'Many customers are deleted': 'Удалено много клиентов',
  'A sensor works worse than it should': 'Датчик работает хуже, чем должен',
  'An encrypted archive is made after an export': 'После выгрузки создан зашифрованный архив',
  'Export, archive or rename, carry out and delete, in this order':
    'Выгрузка, архив или переименование, вынос и удаление, именно в таком порядке',
  'Upload to a personal cloud or webmail after an export':
    'После выгрузки — отправка в личное облако или веб-почту',
  'A browser, sync client or mail program of a leaver opened a list of customers':
    'Браузер, синхронизация или почта уходящего открыли список клиентов',
  'Departing person copies customers to a removable drive':
    'Уходящий копирует клиентов на съёмный накопитель',
  'Far more customers looked up than the person ever does in a day':
    'За день просмотрено намного больше клиентов, чем бывает у этого человека',
  'Departing person looks through many customers in the CRM':
    'Уходящий просматривает много клиентов в CRM',
  'Departing person looks through the CRM for days': 'Уходящий несколько дней просматривает CRM',
  'Far more customers taken than the person ever does in a day':
    'За день взято намного больше клиентов, чем бывает у этого человека',
  'Far more customers taken than anyone else in the department':
    'Взято намного больше клиентов, чем у кого-либо в отделе',
  'Many customers taken at night or at the weekend': 'Много клиентов взято ночью или в выходные',
  'The agent on an endpoint started': 'Агент на конечной точке запустился',
  "The agent on a leaver's endpoint stopped": 'Агент на компьютере уходящего остановился',
  'Somebody was at work at an endpoint': 'Кто-то работал на конечной точке',
  'A list or an archive carried out': 'Список или архив вынесен',
  'Customers copied to the clipboard by a leaver': 'Уходящий скопировал клиентов в буфер обмена',
  'Customers copied to the clipboard': 'Клиенты скопированы в буфер обмена',
  'Contact fields of customers were changed': 'Контактные данные клиентов изменены',
  'The CRM was used': 'CRM использовали',
  'Customers were deleted in the CRM': 'Клиенты удалены в CRM',
  'An encrypted archive was made': 'Создан зашифрованный архив',
  'Customers exported from the CRM by a leaver': 'Уходящий выгрузил клиентов из CRM',
  'An export that stays below what is told alone': 'Выгрузка, о которой отдельно не сообщается',
  'Customers exported from the CRM': 'Клиенты выгружены из CRM',
  'Customers packed or renamed': 'Клиенты упакованы или переименованы',
  'A security key was removed': 'Ключ безопасности вынут',
  'Customers were looked up in the CRM by a leaver': 'Уходящий просматривал клиентов в CRM',
  'Customers were looked up in the CRM': 'Клиентов просматривали в CRM',
  'A leaver took over customers of others': 'Уходящий забрал себе чужих клиентов',
  'A removable storage device was connected by a leaver': 'Уходящий подключил съёмный накопитель',
  'A removable storage device was connected': 'Подключён съёмный накопитель',
  'A removable storage device that the person never used before':
    'Съёмный накопитель, которым этот человек ещё не пользовался',
  'A few customers taken by a leaver': 'Уходящий взял нескольких клиентов',
  'Customers taken outside working hours': 'Клиенты взяты в нерабочее время',
  'Customers taken by any channel': 'Клиенты взяты по любому каналу',
  'A list or an archive deleted': 'Список или архив удалён',
  'Upload to a personal cloud or webmail': 'Отправка в личное облако или веб-почту',
} as const satisfies Phrases
