/** The payload type of a signed deletion receipt. */
export const receiptType = 'application/vnd.deskplane.deletion-receipt+json';
/** The payload type of an addendum: a fact that became known after the receipt, such as the outcome of a mail. */
export const addendumType = 'application/vnd.deskplane.receipt-addendum+json';
/** The version of the receipt of a disk that went without its desktop. */
export const diskVersion = 3;
/** The version of the receipt of a snapshot that went alone. */
export const snapshotVersion = 4;
/**
 * The known versions of receipts. The service writes 2 of a desktop, 3 of a disk and 4 of a snapshot; version 1 is from before the
 * first release.
 */
export const receiptVersions: readonly number[] = [1, 2, diskVersion, snapshotVersion];
/** The format and version of a receipt file. */
export const bundleFormat = 'deskplane-receipt-1' as const;
