/** Berkas tersimpan: bahasa Indonesia. */
export default {
  text: 'Berkas di komputer yang memuat pelanggan dari basis Anda: daftar yang tumbuh di samping CRM. Agen mencari perlahan, dan hanya bila kebijakan memintanya.',
  none: 'Tidak ada berkas tersimpan yang diketahui memuat pelanggan',
  noneText:
    'Nyalakan inventaris dalam <link>kebijakan</link> (watch.inventory); agen lalu mulai mencari.',
  loading: 'Memuat berkas tersimpan',
  changed: 'diubah <time></time>',
  holds: '{count, plural, other {# pelanggan}}',
  nobody: 'akun ini belum terikat pada siapa pun',
  running: '{endpoint}: {done} dari {files} berkas dicari',
  paused: '{endpoint}: dijeda pada {done} dari {files} berkas',
  done: '{endpoint}: semua {files} berkas sudah dicari',
  more: '{shown} dari {total} berkas dengan pelanggan terbanyak.',
} as const
