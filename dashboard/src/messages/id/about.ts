/** Indonesian: what is kept about who is signed in. */
export default {
  title: 'Apa yang disimpan tentang Anda',
  nobody:
    'Anda masuk tanpa catatan di direktori, jadi atas nama Anda hanya disimpan apa yang Anda lakukan di sini.',
  known: 'Dalam daftar Anda tampil sebagai {pseudonym}. Akun Anda: {accounts}.',
  watched: 'Karena Anda mengundurkan diri, lebih banyak yang diperiksa.',
  watchedUntil: 'Karena Anda mengundurkan diri, lebih banyak yang diperiksa sampai {date}.',
  forever: 'Disimpan tanpa batas waktu.',
  days: 'Disimpan selama {count} hari.',
  revealed: 'Pada {date} seseorang melihat nama Anda: {reason}',
  what: {
    directory:
      'Nama, alamat, departemen, jabatan, manajer, akun, jam kerja dan zona waktu, pemberitahuan, dan hari kerja terakhir',
    events:
      'Berkas, salinan, cetakan, dan perangkat di komputer kerja: nama dan jumlah pelanggan, tidak pernah isinya',
    alerts: 'Peringatan dengan buktinya, dan keputusan atasnya',
    records: 'Masuk, dan siapa yang melihat nama di balik nama samaran, dengan alasannya',
    backups: 'Salinan semuanya, dibuat oleh administrator',
  },
  why: {
    directory: 'Untuk tahu akun siapa milik siapa, dan siapa yang keluar',
    events: 'Untuk mengetahui saat pelanggan dibawa keluar dari perusahaan',
    alerts: 'Untuk menjawab apa yang diambil, dan memperbaiki kesalahan',
    records: 'Agar mereka yang melihat bertanggung jawab',
    backups:
      'Untuk bertahan saat disk rusak; yang dihapus di sini tetap ada di dalamnya sampai dihapus',
  },
} as const
