/** What an archive may be and do. Far above any desktop, far below what would hurt the machine. */
export const imageLimits = {
  /** Of the archive as it is sent. */
  archiveBytes: 8 * 1024 ** 3,
  /** Of everything in it, unpacked. */
  imageBytes: 16 * 1024 ** 3,
  imageFiles: 500_000,
  /** For the unpacking, from beginning to end. */
  unpackMs: 900_000,
  /** For the program that unpacks, and what it starts. */
  unpackMemoryBytes: 1024 ** 3,
  unpackProcesses: 128,
  /** At a time. */
  uploads: 4,
  /** After which an upload that does not grow is dropped. */
  idleUploadMs: 3_600_000,
  /** What has to be free before an upload begins. */
  spareBytes: 4 * 1024 ** 3,
} as const;
