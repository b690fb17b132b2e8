/** Berkas yang ditahan: bahasa Indonesia. */
export default {
  text: 'Berkas yang hendak keluar dan disisihkan oleh komputer, tersegel, sesuai kebijakan. Yang membutuhkannya meminta persetujuan; di sini Anda dapat memutuskan sendiri, dengan alasan yang dicatat.',
  loading: 'Memuat berkas yang ditahan',
  none: 'Tidak ada komputer yang menahan berkas',
  noneText:
    'Apa yang ditahan, dan apa yang hanya diperingatkan atau dilaporkan, ditentukan oleh <link>kebijakan</link>.',
  open: 'Ditahan sekarang',
  over: 'Selesai',
  customers: '{count, plural, other {# pelanggan}}',
  inADay: '{counted}, bersama yang disalin dalam sehari {day, number}',
  at: '{endpoint}, menuju {place}',
  since: 'ditahan <time></time>',
  number: 'nomor {id}',
  state: {
    released: 'dikembalikan',
    refused: 'dihapus',
    failed: 'tidak dapat ditahan: tetap di tempatnya',
  },
  decided: {
    release: 'dikembalikan begitu komputer menerima kabar ({by})',
    refuse: 'dihapus begitu komputer menerima kabar ({by})',
  },
  asked: 'Sebuah permintaan menunggu keputusan',
  do: { release: 'Lepaskan…', refuse: 'Hapus…', code: 'Kode…' },
  title: {
    release: 'Lepaskan {name}',
    refuse: 'Hapus salinan {name} yang ditahan',
    code: 'Beri kode untuk {name}',
  },
  note: {
    release:
      '{endpoint} mengembalikan berkas, tanpa perubahan, ke tempat semula dan tidak ke tempat lain.',
    refuse: '{endpoint} menghapus yang ditahannya. Berkas asli, bila ada, tidak disentuh.',
    code: 'Untuk komputer tanpa jaringan: Anda membacakan kodenya, orang itu menulisnya pada catatan di samping berkas. Berlaku untuk hari ini.',
  },
  why: 'Mengapa?',
  act: { release: 'Lepaskan', refuse: 'Hapus', code: 'Tampilkan kode' },
  touch: {
    release: 'melepaskan berkas {name} yang ditahan',
    refuse: 'menghapus berkas {name} yang ditahan',
    code: 'memberi kode untuk berkas {name} yang ditahan',
  },
  codeTitle: 'Kodenya',
  codeText:
    'Untuk {day} (UTC). Orang itu menulisnya setelah titik dua pada catatan di samping {file} lalu menyimpannya; berkas kembali seketika.',
  codeDone: 'Selesai',
} as const
