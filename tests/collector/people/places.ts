/** Names, streets and ways of writing of several countries, for made-up customers. */

export interface Place {
  readonly region: string
  readonly country: string
  readonly first: readonly string[]
  readonly last: readonly string[]
  readonly street: (word: string, house: number) => string
  readonly streets: readonly string[]
  readonly cities: readonly string[]
  readonly company: (left: string, right: string) => string
  readonly trades: readonly string[]
  readonly goods: readonly string[]
  /** E.164 of nine random digits. */
  readonly phone: (digits: string) => string
  readonly taxId: (digits: string) => string
}

const words = (text: string): string[] => text.split(' ')

export const places: readonly Place[] = [
  {
    region: 'ID',
    country: 'Indonesia',
    first: words(
      'Budi Dewi Agus Siti Rizky Putri Eko Ratna Hendra Wulan Joko Maya Dimas Intan Fajar Lestari Bayu Citra Galih Nadia',
    ),
    last: words(
      'Santoso Wijaya Hidayat Pratama Saputra Nugroho Kusuma Halim Setiawan Siregar Nasution Simanjuntak Gunawan Hartono Suryadi Tanjung Permana Wibowo Lubis Utami',
    ),
    street: (word, house) => `Jl. ${word} No. ${house}`,
    streets: words(
      'Melati Kenanga Sudirman Diponegoro Mawar Cendana Pahlawan Merdeka Flamboyan Gatot Anggrek Teratai',
    ),
    cities: words(
      'Jakarta Bandung Surabaya Medan Semarang Makassar Palembang Denpasar Malang Bogor',
    ),
    company: (left, right) => `PT ${left} ${right}`,
    trades: words('Maju Sinar Karya Mitra Cahaya Bintang Mega Surya Prima Anugerah Tirta Graha'),
    goods: words(
      'Jaya Abadi Sentosa Mandiri Makmur Lestari Sejahtera Utama Perkasa Gemilang Nusantara Bersama',
    ),
    phone: digits => `+62812${digits.slice(0, 8)}`,
    taxId: d =>
      `${d.slice(0, 2)}.${d.slice(2, 5)}.${d.slice(5, 8)}.${d[8]}-${d.slice(9, 12)}.${d.slice(12, 15)}`,
  },
  {
    region: 'DE',
    country: 'Deutschland',
    first: words(
      'Jürgen Anneliese Björn Käthe Uwe Sabine Jörg Gisela Matthias Heike Thorsten Birgit Günther Ute Stefan Monika Rüdiger Silke Detlef Annegret',
    ),
    last: words(
      'Müller Schröder Weiß Krüger Größmann Böhm Jäger Zwirner Köhler Schäfer Hübner Lüdtke Vogt Brandt Kühn Pfeiffer Haßler Seidel Nowak Ziegler',
    ),
    street: (word, house) => `${word}straße ${house}`,
    streets: words(
      'Linden Goethe Schiller Bahnhof Mozart Rosen Ahorn Garten Mühlen Kant Berg Ulmen',
    ),
    cities: words(
      'Köln München Berlin Hamburg Nürnberg Düsseldorf Leipzig Göttingen Lübeck Würzburg',
    ),
    company: (left, right) => `${left}${right} GmbH`,
    trades: words('Nord Süd Rhein Alpen Elb Hansa Main Stahl Werk Bau Licht Wald'),
    goods: words(
      'technik handel medien systeme logistik optik elektro planung möbel reisen energie pharma',
    ),
    phone: digits => `+49171${digits.slice(0, 7)}`,
    taxId: d => `DE${d.slice(0, 9)}`,
  },
  {
    region: 'RU',
    country: 'Россия',
    first: words(
      'Юрий Наталья Сергей Ольга Дмитрий Татьяна Алексей Елена Михаил Ирина Андрей Светлана Павел Галина Виктор Людмила Евгений Марина Борис Ксения',
    ),
    last: words(
      'Щербаков Жуков Хабаров Цветков Чехов Соколов Лебедев Козлов Новиков Морозов Волков Зайцев Павлов Голубев Богданов Воробьев Фролов Денисов Громов Титов',
    ),
    street: (word, house) => `ул. ${word}, д. ${house}`,
    streets: words(
      'Ленина Садовая Пушкина Гагарина Мира Лесная Школьная Кирова Полевая Речная Чапаева Победы',
    ),
    cities: words('Москва Казань Самара Пермь Омск Тула Воронеж Рязань Тверь Саратов'),
    company: (left, right) => `ООО «${left}${right}»`,
    trades: words('Строй Пром Агро Тех Нефте Авто Медиа Эко Гео Транс Вольт Лес'),
    goods: words('сервис торг снаб монтаж инвест комплект проект ресурс маш груп альянс центр'),
    phone: digits => `+7916${digits.slice(0, 7)}`,
    taxId: d => d.slice(0, 12),
  },
  {
    region: 'ES',
    country: 'España',
    first: words(
      'José María Íñigo Lucía Ramón Begoña Andrés Nuria Joaquín Inés Álvaro Rocío Sebastián Noemí Óscar Belén Hernán Paloma Tomás Águeda',
    ),
    last: words(
      'Muñoz Ibáñez Núñez Gutiérrez Peña Álvarez Castaño Domínguez Ordóñez Yáñez Cortés Sáenz Briones Zúñiga Quintana Llorente Echeverría Fuentes Cabañas Ortega',
    ),
    street: (word, house) => `Calle ${word} ${house}`,
    streets: words(
      'Alcalá Serrano Goya Atocha Velázquez Aragón Balmes Colón Mayor Toledo Cervantes Rosales',
    ),
    cities: words('Madrid Málaga Cádiz León Sevilla Bilbao Zaragoza Gijón Córdoba Alicante'),
    company: (left, right) => `${left} ${right} S.L.`,
    trades: words(
      'Talleres Bodegas Muebles Aceros Viajes Óptica Textiles Cerámicas Motores Frutas Papeles Vidrios',
    ),
    goods: words(
      'Levante Cantábrico Ibérica Meridional Castellana Atlántico Pirineos Andaluza Norte Ebro Duero Segura',
    ),
    phone: digits => `+34612${digits.slice(0, 6)}`,
    taxId: d => `B${d.slice(0, 8)}`,
  },
  {
    region: 'BR',
    country: 'Brasil',
    first: words(
      'João Conceição Antônio Flávia Gonçalo Letícia Márcio Patrícia Sérgio Thaís Vinícius Renata Caetano Luísa Edson Jussara Wagner Marlene Rogério Iara',
    ),
    last: words(
      'Gonçalves Araújo Magalhães Corrêa Simões Leitão Bragança Assunção Farias Teixeira Barbosa Moreira Cavalcanti Peixoto Rezende Coutinho Vasconcelos Guimarães Pimentel Sobral',
    ),
    street: (word, house) => `Rua ${word}, ${house}`,
    streets: words(
      'Augusta Consolação Ipiranga Tiradentes Aurora Palmeiras Bahia Itororó Amazonas Primavera Guanabara Paraná',
    ),
    cities: words(
      'Recife Brasília Maceió Goiânia Curitiba Belém Florianópolis Vitória Niterói Uberlândia',
    ),
    company: (left, right) => `${left} ${right} Ltda`,
    trades: words(
      'Padaria Gráfica Farmácia Oficina Editora Marcenaria Serralheria Papelaria Construtora Confecções Alimentos Ótica',
    ),
    goods: words(
      'Estrela Horizonte Cruzeiro Aliança Moderna Tropical Paulista Mineira União Guarani Ipê Alvorada',
    ),
    phone: digits => `+55119${digits.slice(0, 8)}`,
    taxId: d => `${d.slice(0, 3)}.${d.slice(3, 6)}.${d.slice(6, 9)}-${d.slice(9, 11)}`,
  },
  {
    region: 'US',
    country: 'USA',
    first: words(
      'Rachel Dwayne Heather Tyrone Megan Curtis Shannon Brandon Kelsey Marcus Vivian Trevor Paige Darren Holly Clayton Audrey Preston Naomi Gordon',
    ),
    last: words(
      "O'Connor Whitaker Sullivan Kowalski Hernandez Blackwell Abernathy Fitzgerald Goldstein McAllister Pemberton Vandermeer Castellano Thornton Lindqvist Okafor Delgado Harrington Yamamoto Beauchamp",
    ),
    street: (word, house) => `${house} ${word} Avenue`,
    streets: words(
      'Maple Willow Lincoln Sunset Magnolia Chestnut Monroe Highland Juniper Franklin Sycamore Prospect',
    ),
    cities: words('Boston Denver Phoenix Seattle Austin Tampa Memphis Omaha Tucson Raleigh'),
    company: (left, right) => `${left} ${right} Inc`,
    trades: words(
      'Pacific Granite Liberty Summit Harbor Evergreen Redwood Keystone Frontier Beacon Cascade Pioneer',
    ),
    goods: words(
      'Dynamics Logistics Ventures Fabrication Analytics Packaging Roofing Plumbing Bakery Interiors Hydraulics Robotics',
    ),
    phone: digits => `+1212${2 + (Number(digits[0]) % 8)}${digits.slice(1, 7)}`,
    taxId: d => `${d.slice(0, 2)}-${d.slice(2, 9)}`,
  },
]
