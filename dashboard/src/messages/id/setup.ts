/** The first-run page: imports, accounts, watched places, endpoints and rules. */
export default {
  loading: 'Memuat penyiapan',
  stepsDone: 'Langkah selesai',
  progress: '{done, number} dari {total, number} selesai',
  mark: { done: 'selesai', todo: 'belum', look: 'perlu dilihat' },
  next: 'Apa yang terjadi selanjutnya',
  nextReady:
    'Clientkeep sedang memantau. Bila orang yang akan keluar menyalin pelanggan ke tempat terpantau, peringatan muncul di <link>antrean</link> dalam hitungan detik.',
  nextTodo:
    'Setelah pelanggan dan orang ada di sini dan suatu tempat dipantau, peringatan muncul di <link>antrean</link> beberapa detik setelah penyalinan. Setiap langkah dapat dilewati dan dikerjakan nanti.',
  toTry:
    'Untuk mencoba, salin berkas berisi beberapa lusin pelanggan Anda ke tempat terpantau, dengan akun orang yang punya hari kerja terakhir.',
  pseudonyms: 'Orang tetap dengan nama samaran sampai seseorang meminta namanya dengan alasan.',
  others:
    'Sejauh ini hanya komputer ini yang dipantau. <link>Daftarkan yang lain</link>: masing-masing perlu agen dan satu baris perintah.',
  tellMe:
    '<link>Kirim peringatan</link> lewat surel, webhook, atau syslog, agar tidak ada yang harus terus membuka halaman ini.',
  letIn:
    '<link>Beri petugas dan admin cara masuk sendiri</link> dengan kunci perangkat keras: tautan konsol boleh melakukan apa saja, tanpa nama.',
  keepSafe: '<link>Buat cadangan</link>: bukti hanya ada di mesin ini.',
  nobodyLeaves:
    'Tidak ada orang dalam berkas ini yang keluar. Bila ada, beri hari kerja terakhir di sana, atau <link>tandai orangnya</link>: aturan tentang orang yang keluar lalu berlaku.',
  contentStays:
    'Isi berkas tidak pernah meninggalkan endpoint; yang dikirim hanya jumlah dan token berkunci.',
  customers: 'Pelanggan',
  customersSummary: '{customers}, dikenal dari {emails} e-mail dan {phones} telepon',
  customersTodo: 'Basis yang tidak boleh keluar: ekspor dari CRM Anda',
  people: 'Orang',
  peopleSummary: '{people}, {departing, number} akan keluar',
  peopleTodo: 'Siapa bekerja di sini dan siapa keluar kapan: berkas dari HR',
  accounts: 'Siapa itu siapa',
  accountsSummary:
    '{count, plural, other {# akun}} terlihat di endpoint, belum terikat pada seseorang',
  accountsNone: 'Tidak ada akun yang menunggu pemilik',
  accountsTodo: 'Akun siapa yang dilaporkan endpoint; setelah orang diimpor',
  watch: 'Folder dan drive terpantau',
  everyDrive: 'setiap drive lepasan',
  watchTodo: 'Lewat mana pelanggan bisa keluar: stik, folder tersinkron, drive jaringan',
  endpoints: 'Endpoint dan aturan',
  endpointsSummary: '{endpoints} daring, {rules} aktif',

  columns: 'Kolom apa saja yang dipahami',
  column: 'Kolom',
  example: 'Contoh',
  whatFor: 'Untuk apa',
  languages:
    'Nama kolom dalam bahasa Inggris, Indonesia, Rusia, Jerman, Spanyol, dan Portugis dipahami; yang lain dilaporkan, tidak ditebak.',
  region: 'Telepon tanpa kode negara dibaca sebagai {region}.',
  importAnnounced:
    '{file}: {added, plural, other {# baris}} ditambahkan, {refused, number} ditolak',
  reading: 'Membaca {file} ({size}) …',
  drop: {
    customers: 'Letakkan berkas CSV atau Excel pelanggan di sini atau <u>pilih berkas</u>',
    people: 'Letakkan berkas CSV atau Excel orang di sini atau <u>pilih berkas</u>',
  },
  sameCommand: 'Hal yang sama di baris perintah',
  intro: {
    customers:
      'Ekspor pelanggan Anda dari CRM sebagai CSV atau buku kerja Excel (xlsx) dan letakkan berkasnya di sini. Baris judul diperlukan; koma, titik koma, dan tab semuanya bisa. Mengimpor lagi akan memperbarui.',
    people:
      'Ekspor orang dari HR sebagai CSV atau buku kerja Excel (xlsx) dan letakkan berkasnya di sini. Berkas HR yang diterima Microsoft Purview (EmailAddress, ResignationDate, LastWorkingDate) diterima apa adanya.',
  },
  note: {
    number: 'atau id, kode; menjaga pelanggan tetap sama lain kali',
    name: 'atau nama depan dan nama belakang',
    recognises: 'mengenali pelanggan dalam berkas',
    helps: 'membantu membaca peringatan',
    email: 'atau email; wajib',
    lastDay: 'atau hari terakhir; kosong bagi yang tetap',
    notice: 'atau tanggal pengunduran diri',
    aliases: 'akun di komputer dan di CRM',
    shown: 'ditampilkan kepada petugas',
  },
  outcome: {
    customers: '<b>{file}</b>: {rows} dibaca, kini <b>{total}</b> dalam basis.',
    people: '<b>{file}</b>: {rows} dibaca, kini <b>{total}</b> dalam direktori.',
  },
  tally: { added: 'ditambahkan', changed: 'diubah', unchanged: 'tetap', refused: 'ditolak' },
  understood: 'Dipahami: {columns}.',
  faults:
    'Ditolak atau dibaca sebagian: perbaiki baris ini dan impor berkasnya lagi; yang sudah masuk tetap ada.',
  line: 'Baris',
  wrong: 'Apa yang salah',
  nextStep: { customers: 'Berikutnya: orang', people: 'Berikutnya: folder dan drive terpantau' },

  noDepartment: 'Tanpa bagian',
  bound: 'Mulai sekarang {alias} adalah {pseudonym}.',
  accountOn: '<b>{account}</b> di {endpoint}',
  accountEvents: '{count, plural, other {# peristiwa}}, terakhir <time></time>',
  whoIs: 'Siapa {alias}',
  loadingPeople: 'Memuat orang …',
  choosePerson: 'Pilih orang',
  nobodyMatches: 'Tidak ada yang cocok',
  bind: 'Ikat',
  whoIsPerson: 'Siapa {pseudonym}?',
  toBind: 'Untuk mengikat akun {alias}',
  accountsEmpty:
    'Akun muncul di sini bila agen melihat akun yang bukan alias siapa pun. Sampai terikat, kegiatannya tampil dengan nama pengganti seperti Account-3f9a.',
  accountsLater: '{count, plural, other {# akun}} dapat diikat setelah orang diimpor.',
  accountsText:
    'Aturan tentang orang yang akan keluar perlu tahu milik siapa akun itu. Pilih di sini, atau tambahkan akunnya ke <code>aliases</code> orang itu dalam berkas orang lalu impor lagi. Berlaku untuk kegiatan akun mulai sekarang, dan dicatat.',

  online: 'daring',
  offline: 'luring',
  onlineDegraded: 'daring, menurun',
  offlineDegraded: 'luring, menurun',
  agent: '{platform}, agen {version}',
  agentHeard: '{platform}, agen {version}, terakhir terdengar <time></time>',
  notHeard:
    'Tidak terdengar. Agen menyimpan yang dilihatnya dan mengirimnya setelah kembali; sampai saat itu tidak ada yang diketahui.',
  oldPolicy:
    'Belum punya daftar pantauan dan filter pelanggan terbaru; masih bekerja dengan yang sebelumnya.',
  degraded: '<b>{sensor}</b>: {reason} (<time></time>)',
  noAgent: 'Belum ada agen yang melapor. Agen mesin ini mulai bersama kolektor:',
  rulesOn: '{count, plural, other {# aturan}} aktif',

  newPlace: 'tempat baru',
  path: 'Jalur di endpoint',
  kind: 'Jenis',
  kinds: {
    removable: 'Drive lepasan',
    'cloud-sync': 'Folder tersinkron cloud',
    network: 'Drive jaringan',
    folder: 'Folder biasa',
  },
  label: 'Label',
  labelExample: 'Stik biru',
  remove: 'Hapus {name}',
  watchSaved: 'Daftar pantauan disimpan; agen menerimanya dalam hitungan detik',
  watchText:
    'Agen memeriksa pelanggan dalam berkas di tempat ini saat berkas ditulis. Drive dan folder tersinkron dihitung di luar perusahaan; folder biasa dan drive jaringan di dalam.',
  everyDriveSwitch: 'Setiap drive lepasan, saat dicolokkan',
  addPlace: 'Tambah tempat',
  discard: 'Buang perubahan',
  save: 'Simpan',
  fault: {
    empty: 'Isi jalur folder atau drive yang terpasang',
    relative: 'Tulis dari akar: /media/usb atau D:\\Export',
    twice: 'Sudah ada dalam daftar',
  },
  noEndpoint: 'Belum ada endpoint yang menerima daftar ini.',
  inForce: '{count, plural, =1 {Berlaku di endpoint itu.} other {Berlaku di semua # endpoint.}}',
  inForcePart:
    'Berlaku di {current, number} dari {endpoints}; yang lain menerimanya saat terdengar lagi.',
} as const
