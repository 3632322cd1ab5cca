/** The payload type of a signed deletion receipt. */
export const receiptType = 'application/vnd.deskplane.deletion-receipt+json';
/** The payload type of what became known after a receipt: the outcome of a mail. */
export const addendumType = 'application/vnd.deskplane.receipt-addendum+json';
/** The versions of receipts that are understood. The newest is written; 1 was only written before the first release. */
export const receiptVersions: readonly number[] = [1, 2];
/** The first field of the file that a receipt is handed over in. */
export const bundleFormat = 'deskplane-receipt-1' as const;
