/** What goes wrong between the page and the collector. */
export default {
  noReason: 'Kolektor menjawab {status, number} tanpa alasan; lihat lognya.',
  offline: 'Kolektor tidak menjawab. Pastikan kolektor berjalan (./clientkeep up), lalu coba lagi.',
  again: 'Coba lagi',
  stale: 'Tidak dapat dibaca ulang; yang Anda lihat berasal dari {time}.',
} as const
