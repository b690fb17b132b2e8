/** What customers of each country are called and how their numbers are written; data for the sample base, nothing computed. */

/** A word in its own script and, for addresses, in Latin letters. */
export type Word = string | readonly [native: string, latin: string]

/** Phone templates: `#` is any digit, blanks part the groups, without calling code and trunk prefix. */
export interface Country {
  readonly code: string
  readonly name: string
  /** Share of the base, in parts of the sum of all. */
  readonly weight: number
  readonly callingCode: string
  readonly trunk: string
  /** Whether the country dials abroad with `00`, so that people write numbers that way. */
  readonly dialsZeros?: boolean
  readonly phones: readonly string[]
  /** Where `phones` has few numbers: what large bases draw from in addition. */
  readonly morePhones?: readonly string[]
  /** National forms: `{t}` trunk prefix, `{1}` the first group, `{rest}` the others joined with the mark before it. */
  readonly nationalForms: readonly string[]
  readonly given: readonly Word[]
  readonly family: readonly Word[]
  readonly familyFirst?: boolean
  readonly stems: readonly Word[]
  readonly trades: readonly Word[]
  /** `{}` is stem and trade. */
  readonly companyForms: readonly string[]
  readonly cities: readonly string[]
}

/** German, British and American numbers are from the ranges that regulators keep free for fiction. */
export const sampleCountries: readonly Country[] = [
  {
    code: 'ID',
    name: 'Indonesia',
    weight: 24,
    callingCode: '62',
    trunk: '0',
    phones: ['812 #### ####', '813 #### ####', '857 #### ####', '21 5### ####', '31 8### ####'],
    nationalForms: ['{t}{1}-{rest-}', '{t}{1} {rest }', '{t}{1}{rest}', '({t}{1}) {rest-}'],
    given:
      'Adi Agus Ayu Bambang Budi Citra Dewi Dian Eko Fitri Gita Hendra Indah Joko Kartika Lestari Maya Nia Putri Rizky Sari Siti Tono Wahyu Yanti'.split(
        ' ',
      ),
    family:
      'Santoso Wijaya Pratama Hidayat Nugroho Kusuma Saputra Setiawan Halim Lubis Siregar Gunawan Hartono Permana Suryadi Wibowo Utami Rahman Tanuwijaya Ginting'.split(
        ' ',
      ),
    stems: 'Sinar Nusantara Mitra Karya Bumi Cahaya Samudra Garuda Mandala Tirta'.split(' '),
    trades: 'Jaya|Abadi|Logistik|Pangan|Sentosa|Teknik Utama|Makmur|Lautan|Perkasa'.split('|'),
    companyForms: ['PT {}', 'PT {} Tbk', 'CV {}', 'UD {}'],
    cities: ['Jakarta', 'Surabaya', 'Bandung', 'Medan', 'Semarang', 'Makassar', 'Denpasar'],
  },
  {
    code: 'DE',
    name: 'Germany',
    weight: 12,
    callingCode: '49',
    trunk: '0',
    dialsZeros: true,
    phones: ['30 23125 ###', '69 90009 ###', '221 4710 ###', '40 66969 ###', '89 99998 ###'],
    morePhones: ['151 ########'],
    nationalForms: ['{t}{1} {rest }', '{t}{1}/{rest-}', '({t}{1}) {rest}', '{t}{1} {rest}'],
    given:
      'Anna Jürgen Sabine Thomas Käthe Matthias Ulrike Stefan Jörg Heike Lukas Franziska Björn Claudia Günther Petra Sebastian Nadine'.split(
        ' ',
      ),
    family:
      'Müller Schmidt Schäfer Weiß Köhler Krüger Hoffmann Bauer Jäger Vogel Lindner Roth Böhm Kaiser Neumann Großmann Brandt Ziegler'.split(
        ' ',
      ),
    stems: 'Nordlicht Rheintal Hansa Schwarzwald Elbe Falken Brücken Linden Berg Donau'.split(' '),
    trades: 'Maschinenbau|Logistik|Feinkost|Elektrotechnik|Möbel|Verpackungen|Medizintechnik'.split(
      '|',
    ),
    companyForms: ['{} GmbH', '{} GmbH & Co. KG', '{} AG', '{} e.K.'],
    cities: ['Berlin', 'Hamburg', 'München', 'Köln', 'Frankfurt am Main', 'Düsseldorf', 'Leipzig'],
  },
  {
    code: 'RU',
    name: 'Russia',
    weight: 12,
    callingCode: '7',
    trunk: '8',
    phones: ['495 ### ## ##', '812 ### ## ##', '916 ### ## ##', '903 ### ## ##', '343 3## ## ##'],
    nationalForms: ['{t} ({1}) {rest-}', '{t}-{1}-{rest-}', '{t}{1}{rest}', '{t} {1} {rest }'],
    given: [
      ['Анна', 'Anna'],
      ['Дмитрий', 'Dmitry'],
      ['Екатерина', 'Ekaterina'],
      ['Иван', 'Ivan'],
      ['Мария', 'Maria'],
      ['Николай', 'Nikolay'],
      ['Ольга', 'Olga'],
      ['Павел', 'Pavel'],
      ['Светлана', 'Svetlana'],
      ['Сергей', 'Sergey'],
      ['Татьяна', 'Tatiana'],
      ['Юрий', 'Yury'],
    ],
    family: [
      ['Коваленко', 'Kovalenko'],
      ['Шевчук', 'Shevchuk'],
      ['Ткач', 'Tkach'],
      ['Гончар', 'Gonchar'],
      ['Черных', 'Chernykh'],
      ['Седых', 'Sedykh'],
      ['Бондаренко', 'Bondarenko'],
      ['Мельник', 'Melnik'],
      ['Живаго', 'Zhivago'],
      ['Савченко', 'Savchenko'],
      ['Долгих', 'Dolgikh'],
      ['Литвиненко', 'Litvinenko'],
    ],
    stems: [
      ['Северный', 'severny'],
      ['Волжский', 'volzhsky'],
      ['Уральский', 'uralsky'],
      ['Первый', 'pervy'],
      ['Балтийский', 'baltiysky'],
      ['Сибирский', 'sibirsky'],
      ['Невский', 'nevsky'],
    ],
    trades: [
      ['ветер', 'veter'],
      ['завод', 'zavod'],
      ['торговый дом', 'torgdom'],
      ['берег', 'bereg'],
      ['продукт', 'produkt'],
      ['транспорт', 'transport'],
      ['лес', 'les'],
    ],
    companyForms: ['ООО «{}»', 'АО «{}»', 'ПАО «{}»'],
    cities: ['Москва', 'Санкт-Петербург', 'Екатеринбург', 'Казань', 'Новосибирск', 'Самара'],
  },
  {
    code: 'ES',
    name: 'Spain',
    weight: 9,
    callingCode: '34',
    trunk: '',
    dialsZeros: true,
    phones: ['91 5## ## ##', '93 4## ## ##', '612 ### ###', '655 ### ###', '96 3## ## ##'],
    nationalForms: ['{1} {rest }', '{1}{rest}', '{1}-{rest-}', '{1}.{rest.}'],
    given:
      'María José Lucía Álvaro Begoña Íñigo Carmen Andrés Núria Sergio Ángela Raúl Pilar Tomás Inés'.split(
        ' ',
      ),
    family:
      'García Muñoz Ibáñez Peña Núñez Ortega Vázquez Serrano Castaño Domínguez Ferrer Gil Hernández'.split(
        ' ',
      ),
    stems: 'Ibérica Levante Montaña Castilla Costa Olivar Duero Aragón'.split(' '),
    trades: 'de Frío|Alimentación|Cerámica|Transportes|Textil|Hostelería|Energía'.split('|'),
    companyForms: ['{} S.L.', '{} S.A.', '{}, S.L.U.'],
    cities: ['Madrid', 'Barcelona', 'València', 'Sevilla', 'Bilbao', 'Zaragoza', 'A Coruña'],
  },
  {
    code: 'BR',
    name: 'Brazil',
    weight: 9,
    callingCode: '55',
    trunk: '0',
    phones: ['11 9#### ####', '21 9#### ####', '31 9#### ####', '11 3### ####', '41 3### ####'],
    nationalForms: ['({1}) {rest-}', '({t}{1}) {rest-}', '{1} {rest }', '{t}{1}{rest}'],
    given:
      'João Ana Luíza Thiago Conceição Márcio Beatriz Otávio Fernanda Caio Letícia Vinícius Júlia Renato'.split(
        ' ',
      ),
    family:
      'Silva Souza Araújo Gonçalves Magalhães Ribeiro Conceição Moreira Falcão Teixeira Brandão Nascimento'.split(
        ' ',
      ),
    stems: 'Aurora Ipê Cruzeiro Paulista Atlântica Jequitibá Horizonte Mirante'.split(' '),
    trades: 'Comercial|Alimentos|Embalagens|Construções|Química|Transportes|Confecções'.split('|'),
    companyForms: ['{} Ltda', '{} S.A.', '{} EIRELI', '{} ME'],
    cities: [
      'São Paulo',
      'Rio de Janeiro',
      'Belo Horizonte',
      'Curitiba',
      'Goiânia',
      'Florianópolis',
    ],
  },
  {
    code: 'JP',
    name: 'Japan',
    weight: 7,
    callingCode: '81',
    trunk: '0',
    phones: ['3 5### ####', '90 3### ####', '80 4### ####', '6 6### ####'],
    nationalForms: ['{t}{1}-{rest-}', '{t}{1}({rest)}', '{t}{1} {rest }'],
    given: [
      ['陽菜', 'Hina'],
      ['健太', 'Kenta'],
      ['美咲', 'Misaki'],
      ['大輔', 'Daisuke'],
      ['直子', 'Naoko'],
      ['翔', 'Sho'],
      ['さくら', 'Sakura'],
      ['拓也', 'Takuya'],
      ['由美', 'Yumi'],
    ],
    family: [
      ['佐藤', 'Sato'],
      ['高橋', 'Takahashi'],
      ['渡辺', 'Watanabe'],
      ['山田', 'Yamada'],
      ['小林', 'Kobayashi'],
      ['松本', 'Matsumoto'],
      ['清水', 'Shimizu'],
      ['石川', 'Ishikawa'],
      ['藤田', 'Fujita'],
    ],
    familyFirst: true,
    stems: [
      ['東海', 'tokai'],
      ['朝日野', 'asahino'],
      ['富士見', 'fujimi'],
      ['北斗', 'hokuto'],
      ['大和川', 'yamatogawa'],
    ],
    trades: [
      ['製作所', 'seisakusho'],
      ['物流', 'butsuryu'],
      ['食品', 'shokuhin'],
      ['電機', 'denki'],
      ['商事', 'shoji'],
    ],
    companyForms: ['株式会社{}', '{}株式会社', '有限会社{}'],
    cities: ['東京', '大阪', '名古屋', '横浜', '福岡'],
  },
  {
    code: 'IN',
    name: 'India',
    weight: 9,
    callingCode: '91',
    trunk: '0',
    dialsZeros: true,
    phones: ['98### #####', '99### #####', '70### #####', '22 2### ####', '80 2### ####'],
    nationalForms: ['{t}{1} {rest }', '{1}-{rest-}', '{t}{1}-{rest-}', '{1}{rest}'],
    given:
      'Aarav Ananya Arjun Deepika Farhan Gaurav Ishita Kavya Meera Nikhil Pooja Rahul Sanjay Vidya Zara'.split(
        ' ',
      ),
    family:
      'Sharma Iyer Patel Banerjee Reddy Kulkarni Nair Chatterjee Mehta Bose Khan Joshi Menon Rao'.split(
        ' ',
      ),
    stems: 'Himalaya Deccan Lotus Ganga Malabar Vindhya Kaveri Peacock'.split(' '),
    trades: 'Textiles|Traders|Pharma|Engineering|Spices|Infra|Software'.split('|'),
    companyForms: ['{} Pvt Ltd', '{} Limited', '{} LLP', '{} & Sons'],
    cities: ['Mumbai', 'Bengaluru', 'Delhi', 'Chennai', 'Kolkata', 'Hyderabad', 'Pune'],
  },
  {
    code: 'GB',
    name: 'United Kingdom',
    weight: 6,
    callingCode: '44',
    trunk: '0',
    dialsZeros: true,
    phones: ['20 7946 0###', '161 496 0###', '113 496 0###', '117 496 0###'],
    morePhones: ['7400 ### ###'],
    nationalForms: ['{t}{1} {rest }', '({t}{1}) {rest }', '{t}{1}{rest}', '{t}{1}-{rest-}'],
    given: 'Alice Callum Fiona Harriet Imogen Jack Niamh Oliver Priya Rhys Siobhan Tom'.split(' '),
    family: "O'Neill Finch Harrow Ashworth MacLeod Pemberton Whitaker Clarke Okafor D'Arcy".split(
      ' ',
    ),
    stems: 'Thames Harrow Pennine Kestrel Albion Severn Foxglove'.split(' '),
    trades: '& Finch|Supplies|Bakeries|Engineering|Interiors|Freight'.split('|'),
    companyForms: ['{} Ltd', '{} plc', '{} LLP'],
    cities: ['London', 'Manchester', 'Leeds', 'Bristol', 'Edinburgh', 'Cardiff'],
  },
  {
    code: 'US',
    name: 'United States',
    weight: 6,
    callingCode: '1',
    trunk: '1',
    phones: ['212 555 01##', '415 555 01##', '312 555 01##', '206 555 01##', '617 555 01##'],
    morePhones: ['212 7## ####', '415 7## ####'],
    nationalForms: ['({1}) {rest-}', '{1}-{rest-}', '{1}.{rest.}', '{t}-{1}-{rest-}'],
    given: 'Ashley Brandon Carlos Denise Emily Jamal Kayla Logan Megan Tyrone Wendy'.split(' '),
    family: 'Anderson Brooks Carter Diaz Foster Nguyen Patterson Ramirez Sullivan Walker'.split(
      ' ',
    ),
    stems: 'Lakeside Summit Redwood Prairie Liberty Cascade Bluebird'.split(' '),
    trades: 'Supply|Foods|Hardware|Medical|Outfitters|Freight'.split('|'),
    companyForms: ['{}, Inc.', '{} LLC', '{} Corp.'],
    cities: ['New York', 'San Francisco', 'Chicago', 'Seattle', 'Boston'],
  },
  {
    code: 'PL',
    name: 'Poland',
    weight: 6,
    callingCode: '48',
    trunk: '',
    dialsZeros: true,
    phones: ['22 6## ## ##', '12 4## ## ##', '601 ### ###', '512 ### ###'],
    nationalForms: ['{1} {rest }', '{1}-{rest-}', '{1}{rest}', '({1}) {rest }'],
    given: 'Agnieszka Łukasz Małgorzata Paweł Zofia Jędrzej Katarzyna Michał Żaneta Wojciech'.split(
      ' ',
    ),
    family: 'Nowak Wójcik Zieliński Kaźmierczak Lewandowska Dąbrowski Pająk Gołąb Śliwa'.split(' '),
    stems: 'Wisła Bałtyk Tatry Mazury Żubr Sosna'.split(' '),
    trades: 'Logistyka|Meble|Opakowania|Stal|Spożywcza|Okna'.split('|'),
    companyForms: ['{} Sp. z o.o.', '{} S.A.', '{} Sp. j.'],
    cities: ['Warszawa', 'Kraków', 'Łódź', 'Wrocław', 'Gdańsk', 'Poznań'],
  },
]
