/** Columns of customer exports: by header in the languages of our users, by content where the header does not tell, and by the caller's word. */
import { afterEach, describe, expect, test } from 'vitest'
import { parseColumnChoice } from '../../collector/customers/import.ts'
import { recogniseCustomerColumns } from '../../collector/customers/recognise-columns.ts'
import type { ImportReport } from '../../events/api.ts'
import { cleanUp, startRig } from './harness.ts'

const meanings = (headers: string, ...rows: string[]) =>
  recogniseCustomerColumns(
    headers.split(';'),
    rows.map(row => row.split(';')),
  ).map(({ meaning }) => meaning ?? 'not used')

const everything = [
  'number',
  'first name',
  'last name',
  'company',
  'email',
  'phone',
  'tax id',
  'birth date',
  'street',
  'postcode',
  'city',
  'country',
  'website',
  'owner',
]

describe('headers are understood in', () => {
  test.each([
    [
      'English',
      'Customer No.;First Name;Surname;Company Name;E-mail address;Mobile;VAT number;Date of birth;Address Line 1;ZIP;City;Country;Website;Account owner',
    ],
    [
      'Indonesian',
      'Nomor Pelanggan;Nama Depan;Nama Belakang;Perusahaan;Alamat Email;No. HP;NPWP;Tanggal Lahir;Alamat;Kode Pos;Kota;Negara;Situs Web;Penanggung Jawab',
    ],
    [
      'Russian',
      'Код клиента;Имя клиента;Фамилия;Организация;Эл. почта;Мобильный телефон;ИНН;Дата рождения;Улица;Индекс;Город;Страна;Сайт;Ответственный',
    ],
    [
      'German',
      'Kunden-Nr.;Vorname;Nachname;Firma;E-Mail-Adresse;Telefonnummer;USt-IdNr.;Geburtsdatum;Straße;PLZ;Ort;Land;Webseite;Betreuer',
    ],
    [
      'Spanish',
      'Código de cliente;Primer nombre;Apellidos;Razón social;Correo electrónico;Teléfono;NIF;Fecha de nacimiento;Dirección;Código postal;Ciudad;País;Página web;Responsable',
    ],
    [
      'Portuguese',
      'Código do cliente;Primeiro nome;Sobrenome;Razão social;E-mail;Celular;CPF/CNPJ;Data de nascimento;Endereço;CEP;Cidade;País;Site;Responsável',
    ],
  ])('%s', (_language, headers) => {
    expect(meanings(headers)).toEqual(everything)
  })
})

describe('content tells', () => {
  test('an e-mail column under any name, and under a name that means another', () => {
    expect(meanings('x1;contact', 'a;anna@a.example', 'b;bert@b.example')[1]).toBe('email')
  })

  test('a phone column by plus signs and groups, but no column of dates or plain numbers', () => {
    const rows = ['+62 812 3456 7890;2024-01-15;4012345', '0812-3456-7891;2024-02-01;4012346']
    expect(meanings('a;b;c', ...rows)).toEqual(['phone', 'not used', 'not used'])
  })

  test('a website column by its addresses', () => {
    expect(meanings('x', 'https://a.example', 'www.b.example')).toEqual(['website'])
  })

  test('which of the words of a header counts', () => {
    const rows = ['a@a.example;+49 30 1234567;yes', 'b@b.example;+49 30 1234568;no']
    expect(meanings('Billing e-mail (1);WorkPhone of company;Email opt-in', ...rows)).toEqual([
      'email',
      'phone',
      'not used',
    ])
  })
})

describe('the mapping', () => {
  afterEach(cleanUp)
  const csv = 'Kd;Wer;Post\nK-1001;Anna Schröder;anna@a.example\n'

  test('is shown, can be chosen, and is remembered for files with these headers', async () => {
    const rig = await startRig()
    const take = (query: string) =>
      rig.call<ImportReport>('POST', `/api/v1/customers/import?file=base.csv${query}`, csv)
    const shown = (report: ImportReport) => report.columns.map(({ meaning }) => meaning)
    expect(shown((await take('')).body)).toEqual(['not used', 'not used', 'email'])
    const choice = encodeURIComponent('Kd=number\nWer=name')
    expect(shown((await take(`&columns=${choice}`)).body)).toEqual(['number', 'name', 'email'])
    const again = (await take('')).body
    expect(shown(again)).toEqual(['number', 'name', 'email'])
    expect(again).toMatchObject({ unchanged: 1, refused: 0 })
  })

  test.each(['Kd', 'Kd=nummer', '=name'])('refuses %j with the meanings that there are', lines => {
    expect(() => parseColumnChoice(lines)).toThrow(/birth date.*not used/)
  })
})

test('an owner who is written as an address is a colleague, no address of a customer', () => {
  expect(meanings('Name;Email;Owner', 'Ann;ann@x.example;bob@firm.example')).toEqual([
    'name',
    'email',
    'owner',
  ])
})
