import { statfs } from 'node:fs/promises';
import { freemem, totalmem } from 'node:os';
import { type Engine, EngineError, type EngineRoom } from '../engines/contract.js';
import { answerInTime } from '../retry/answerInTime.js';

/** How much room this machine has; sizes in bytes. */
export interface MachineRoom {
  /** `availableBytes`: what programs can still have without others being swapped out. */
  readonly memory: { readonly sizeBytes: number; readonly availableBytes: number };
  /** Of the file system that holds the data directory. */
  readonly data: { readonly sizeBytes: number; readonly freeBytes: number };
  /** Undefined: the engine has no disks of its own on this machine, or does not answer. */
  readonly disks: EngineRoom | undefined;
}

/** In milliseconds, for the engine. */
const patience = 2_000;

/** @param dataDir absolute path */
export async function measureRoom(dataDir: string, engine: Engine): Promise<MachineRoom> {
  const [{ blocks, bavail, bsize }, disks] = await Promise.all([statfs(dataDir), engineRoom(engine)]);
  return {
    memory: { sizeBytes: totalmem(), availableBytes: freemem() },
    data: { sizeBytes: blocks * bsize, freeBytes: bavail * bsize },
    disks,
  };
}

/** That the engine is away, or hangs, is told by its health; whoever asks for figures does not wait for it. */
async function engineRoom(engine: Engine): Promise<EngineRoom | undefined> {
  try {
    return await answerInTime(Promise.resolve(engine.room?.()), patience, undefined);
  } catch (error) {
    if (error instanceof EngineError) return undefined;
    throw error;
  }
}
