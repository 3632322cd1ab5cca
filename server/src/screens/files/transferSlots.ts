import { TooManyRequests } from '../../http/limits/tooManyRequests.js';
import type { Viewer } from '../tickets.js';

/** Most calls about files that are under way at once: of a viewer, of a desktop, in this process. Each holds up to 4 MiB. */
export const transferLimits = { perViewer: 4, perDesktop: 8, inAll: 24 } as const;

const retrySeconds = 1;

/** Counts calls that are under way. */
export interface TransferSlots {
  /** @returns gives the slot back; further calls do nothing. @throws {TooManyRequests} */
  take(viewer: Pick<Viewer, 'userId' | 'desktopId'>): () => void;
}

export function createTransferSlots(): TransferSlots {
  const taken = new Set<Pick<Viewer, 'userId' | 'desktopId'>>();
  return {
    take: ({ userId, desktopId }) => {
      const all = [...taken];
      const ofViewer = all.filter((slot) => slot.userId === userId).length;
      const ofDesktop = all.filter((slot) => slot.desktopId === desktopId).length;
      const { perViewer, perDesktop, inAll } = transferLimits;
      if (ofViewer >= perViewer || ofDesktop >= perDesktop || all.length >= inAll)
        throw new TooManyRequests(retrySeconds);
      const slot = { userId, desktopId };
      taken.add(slot);
      return () => void taken.delete(slot);
    },
  };
}
