/** How well the endpoints are covered. */
export default {
  which: 'Endpoint yang mana',
  all: 'semua endpoint',
  state: {
    silent: 'tidak terdengar',
    degraded: 'melihat kurang dari seharusnya',
    behind: 'kebijakannya lebih lama',
    sound: 'sehat',
  },
  column: {
    endpoint: 'Endpoint',
    state: 'Keadaan',
    weak: 'Yang lebih lemah atau hilang',
    heard: 'Terakhir terdengar',
    version: 'Agen',
    policy: 'Kebijakan',
  },
  never: 'belum pernah',
  noneOfThese: 'Tidak ada endpoint dalam keadaan ini.',
  empty: 'Belum ada endpoint yang terdaftar',
  emptyText:
    'Setiap endpoint tampil di sini dengan sensornya, yang terburuk lebih dulu: yang diam atau lebih lemah dari seharusnya tidak pernah tampil seolah tenang.',
  enrol: 'Endpoint lain',
} as const
