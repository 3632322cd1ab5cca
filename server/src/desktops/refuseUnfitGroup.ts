import type { EngineImage } from '../engines/images.js';
import { ApiError } from '../errors/errors.js';
import { administratorsOf } from './usualGroup.js';

/** Groups that one system alone has. Any other text fits both: `default` is what nobody chose, and clients send `USER`. */
const onlyOn: Readonly<Record<EngineImage['osType'], readonly string[]>> = {
  Linux: [administratorsOf.Linux],
  Windows: [administratorsOf.Windows, 'users'],
};
const right = { Linux: [administratorsOf.Linux, 'default'], Windows: onlyOn.Windows } as const;

/**
 * Refuses a group inside a desktop that the system of its image has not (docs/reference/desktops.md#users-of-a-call).
 * @param image undefined: no longer known, so that any group may be right
 * @param field where the group stands in the body
 * @throws {ApiError} WKS.0001
 */
export function refuseUnfitGroup(
  group: string,
  image: Pick<EngineImage, 'osType'> | undefined,
  field: string,
): void {
  if (image === undefined) return;
  const other = image.osType === 'Linux' ? 'Windows' : 'Linux';
  if (!onlyOn[other].includes(group)) return;
  const [one, another] = right[image.osType];
  const words = {
    en: `${field} must be ${one} or ${another} for a desktop with ${image.osType}`,
    zh: `${image.osType}桌面的${field}只能为${one}或${another}`,
  };
  throw new ApiError('WKS.0001', [words], `body: ${field}`);
}
