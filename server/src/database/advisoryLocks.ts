/**
 * The advisory locks of PostgreSQL that replicas and processes share, each with a number of its own. Those of sessions end with
 * their process, those of transactions with the transaction.
 */
export const advisoryLocks = {
  /** Held while migrations run. */
  migration: 7_314_001,
  /** Held by the one that seals the log, and while its key changes. */
  sealing: 7_314_002,
  /** Held by the one that fills the index of audit events. */
  auditIndex: 7_314_003,
  /** Held by the replica that scans for orphans. */
  orphanScan: 7_314_005,
  /** Held by the replica that tells the engine the rules of ports. */
  portRules: 7_314_007,
  /** Held while tombstones are numbered. */
  tombstoneNumbers: 7_314_006,
  /**
   * Held by `compact_deletions`, which has the number too; shared by what writes to rows that it removes: an erasure, which does
   * so in another order, and whoever puts a mail back into the queue.
   */
  compaction: 7_314_008,
  /** The class of the locks of worker processes; the second number is the process's. */
  workerPresence: 7_314_010,
  /** Held while a range of addresses is chosen for a VPC. */
  vpcRange: 7_314_012,
  /** The class of the locks of projects' networks, which triggers take (migration 0060); the second number is the project's. */
  projectNetwork: 7_314_014,
  /** Held by an erasure; shared by what must not happen during one. */
  erasure: 7_314_013,
} as const;
