/** Names of the channels between main process and page. */
export const channels = {
  /** Page to main process, with an answer. */
  open: 'neuroprop:open',
  propagate: 'neuroprop:propagate',
  save: 'neuroprop:save',
  cancel: 'neuroprop:cancel',
  /** Main process to page. */
  begun: 'neuroprop:begun',
  lost: 'neuroprop:lost',
} as const
