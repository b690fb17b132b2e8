/** Names of pages and of the groups they stand in. A page's name is its title as well. */
export default {
  pages: 'Halaman',
  brand: 'Clientkeep, halaman pertama',
  menu: 'Menu',
  work: 'Selidiki',
  decide: 'Putuskan',
  run: 'Kelola',
  own: 'Anda',
  queue: 'Antrean',
  person: 'Orang',
  approvals: 'Persetujuan',
  reveals: 'Pembukaan nama',
  tuning: 'Penyetelan',
  access: 'Akses',
  setup: 'Penyiapan',
  account: 'Kunci dan sesi Anda',
} as const
