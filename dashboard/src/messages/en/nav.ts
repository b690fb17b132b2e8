/** Names of pages and of the groups they stand in. A page's name is its title as well. */
export default {
  pages: 'Pages',
  brand: 'Clientkeep, first page',
  menu: 'Menu',
  work: 'Investigate',
  decide: 'Decide',
  run: 'Run',
  own: 'You',
  queue: 'Queue',
  person: 'Person',
  approvals: 'Approvals',
  reveals: 'Reveals',
  tuning: 'Tuning',
  access: 'Access',
  setup: 'Set-up',
  account: 'Your keys and sessions',
} as const
