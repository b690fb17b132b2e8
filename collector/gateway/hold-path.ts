/** Where the page of a held export is, at the application's own address. */
export const holdPath = (id: string): string => `/.clientkeep/holds/${id}`
