/** The payload type of a signed deletion receipt. */
export const receiptType = 'application/vnd.deskplane.deletion-receipt+json';
/** The payload type of an addendum: a fact that became known after the receipt, such as the outcome of a mail. */
export const addendumType = 'application/vnd.deskplane.receipt-addendum+json';
/** The version of the receipt of a disk that went without its desktop. */
export const diskVersion = 3;
/** The known versions of receipts. The service writes 2 of a desktop and 3 of a disk; version 1 is from before the first release. */
export const receiptVersions: readonly number[] = [1, 2, diskVersion];
/** The format and version of a receipt file. */
export const bundleFormat = 'deskplane-receipt-1' as const;
