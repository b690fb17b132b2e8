/** Titles of the rules that are shipped, and of their parts, in Indonesian. */
import type { Phrases } from './said.ts'

export default {
  "Activity on a watched place after the person's last working day":
    'Aktivitas di tempat yang diawasi setelah hari kerja terakhir orang itu',
  "One person's account is at work at two endpoints at once":
    'Akun satu orang bekerja di dua endpoint sekaligus',
  'Records of an agent never came': 'Catatan sebuah agen tidak pernah datang',
  'An agent is silent for days': 'Sebuah agen diam berhari-hari',
  "The agent on a leaver's endpoint is silent": 'Agen di endpoint orang yang akan keluar diam',
  "The agent on a leaver's endpoint stopped and did not come back":
    'Agen di endpoint orang yang akan keluar berhenti dan tidak kembali',
  "The agent on a leaver's endpoint was disabled or removed":
    'Agen di endpoint orang yang akan keluar dimatikan atau dihapus',
  'A large part of the customer base leaves the company in one file':
    'Sebagian besar basis pelanggan keluar dari perusahaan dalam satu berkas',
  'A canary customer was seen': 'Pelanggan umpan terlihat',
  'Very many customers copied by the clipboard': 'Sangat banyak pelanggan disalin lewat papan klip',
  'Departing person copies many customers by the clipboard':
    'Orang yang akan keluar menyalin banyak pelanggan lewat papan klip',
  'One CRM account is used from two places at once':
    'Satu akun CRM dipakai dari dua tempat sekaligus',
  'Log-in to the CRM without a hardware key': 'Masuk ke CRM tanpa kunci perangkat keras',
  'Departing person connects a removable device for the first time':
    'Orang yang akan keluar menyambungkan perangkat lepas untuk pertama kali',
  'Departing person takes customers in small amounts over a day':
    'Orang yang akan keluar mengambil pelanggan sedikit demi sedikit dalam sehari',
  'Departing person takes customers in small amounts over a month':
    'Orang yang akan keluar mengambil pelanggan sedikit demi sedikit dalam sebulan',
  'Departing person takes customers in small amounts over a week':
    'Orang yang akan keluar mengambil pelanggan sedikit demi sedikit dalam seminggu',
  'A large part of the customer base is exported from the CRM':
    'Sebagian besar basis pelanggan diekspor dari CRM',
  'Departing person exports many customers from the CRM':
    'Orang yang akan keluar mengekspor banyak pelanggan dari CRM',
  'One person exports very many customers in slices over a day':
    'Satu orang mengekspor sangat banyak pelanggan sepotong demi sepotong dalam sehari',
  'Departing person exports from the CRM, says its log':
    'Orang yang akan keluar mengekspor dari CRM, menurut lognya',
  'Departing person exports from the CRM again and again':
    'Orang yang akan keluar berulang kali mengekspor dari CRM',
  'The CRM is used after the key was pulled out': 'CRM tetap dipakai setelah kunci dicabut',
  "The CRM is used after the person's last working day":
    'CRM dipakai setelah hari kerja terakhir orang itu',
  'A people feed has brought nothing new for too long':
    'Sumber data orang terlalu lama tidak membawa kabar baru',
  'Departing person copies customers to a phone':
    'Orang yang akan keluar menyalin pelanggan ke ponsel',
  'Departing person prints a list of customers': 'Orang yang akan keluar mencetak daftar pelanggan',
  'Contact fields of many customers are overwritten': 'Data kontak banyak pelanggan ditimpa',
  'Departing person takes over customers of colleagues':
    'Orang yang akan keluar mengambil alih pelanggan rekannya',
  'Many customers are deleted': 'Banyak pelanggan dihapus',
  'A sensor works worse than it should': 'Sebuah sensor bekerja kurang baik',
  'An encrypted archive is made after an export': 'Arsip terenkripsi dibuat setelah ekspor',
  'Export, archive or rename, carry out and delete, in this order':
    'Ekspor, arsipkan atau ganti nama, bawa keluar, dan hapus, dalam urutan ini',
  'Upload to a personal cloud or webmail after an export':
    'Unggahan ke cloud pribadi atau webmail setelah ekspor',
  'A browser, sync client or mail program of a leaver opened a list of customers':
    'Peramban, klien sinkronisasi, atau program surat orang yang akan keluar membuka daftar pelanggan',
  'Departing person copies customers to a removable drive':
    'Orang yang akan keluar menyalin pelanggan ke drive lepas',
  'Far more customers looked up than the person ever does in a day':
    'Jauh lebih banyak pelanggan dilihat daripada biasanya oleh orang ini dalam sehari',
  'Departing person looks through many customers in the CRM':
    'Orang yang akan keluar menelusuri banyak pelanggan di CRM',
  'Departing person looks through the CRM for days':
    'Orang yang akan keluar menelusuri CRM berhari-hari',
  'Far more customers taken than the person ever does in a day':
    'Jauh lebih banyak pelanggan diambil daripada biasanya oleh orang ini dalam sehari',
  'Far more customers taken than anyone else in the department':
    'Jauh lebih banyak pelanggan diambil daripada siapa pun di bagiannya',
  'Many customers taken at night or at the weekend':
    'Banyak pelanggan diambil pada malam hari atau akhir pekan',
  'The agent on an endpoint started': 'Agen di sebuah endpoint mulai',
  "The agent on a leaver's endpoint stopped": 'Agen di endpoint orang yang akan keluar berhenti',
  'Somebody was at work at an endpoint': 'Seseorang bekerja di sebuah endpoint',
  'A list or an archive carried out': 'Daftar atau arsip dibawa keluar',
  'Customers copied to the clipboard by a leaver':
    'Pelanggan disalin ke papan klip oleh orang yang akan keluar',
  'Customers copied to the clipboard': 'Pelanggan disalin ke papan klip',
  'Contact fields of customers were changed': 'Data kontak pelanggan diubah',
  'The CRM was used': 'CRM dipakai',
  'Customers were deleted in the CRM': 'Pelanggan dihapus di CRM',
  'An encrypted archive was made': 'Arsip terenkripsi dibuat',
  'Customers exported from the CRM by a leaver':
    'Pelanggan diekspor dari CRM oleh orang yang akan keluar',
  'An export that stays below what is told alone':
    'Ekspor yang sendirian belum cukup besar untuk dilaporkan',
  'Customers exported from the CRM': 'Pelanggan diekspor dari CRM',
  'Customers packed or renamed': 'Pelanggan dikemas atau diganti namanya',
  'A security key was removed': 'Kunci keamanan dicabut',
  'Customers were looked up in the CRM by a leaver':
    'Pelanggan dilihat di CRM oleh orang yang akan keluar',
  'Customers were looked up in the CRM': 'Pelanggan dilihat di CRM',
  'A leaver took over customers of others':
    'Orang yang akan keluar mengambil alih pelanggan orang lain',
  'A removable storage device was connected by a leaver':
    'Perangkat penyimpanan lepas disambungkan oleh orang yang akan keluar',
  'A removable storage device was connected': 'Perangkat penyimpanan lepas disambungkan',
  'A removable storage device that the person never used before':
    'Perangkat penyimpanan lepas yang belum pernah dipakai orang ini',
  'A few customers taken by a leaver': 'Beberapa pelanggan diambil oleh orang yang akan keluar',
  'Customers taken outside working hours': 'Pelanggan diambil di luar jam kerja',
  'Customers taken by any channel': 'Pelanggan diambil lewat saluran apa pun',
  'A list or an archive deleted': 'Daftar atau arsip dihapus',
  'Upload to a personal cloud or webmail': 'Unggahan ke cloud pribadi atau webmail',
} as const satisfies Phrases
