/** The payload type of a signed statement of what came of putting a disk back to a snapshot. */
export const restoreReceiptType = 'application/vnd.deskplane.restore-receipt+json';
