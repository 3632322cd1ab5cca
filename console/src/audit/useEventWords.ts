import { useTranslation } from 'react-i18next';
import { currentLanguage } from '../language/language';
import { eventWords } from './eventWords.generated';
import type { AuditEvent } from './filter';

/** Events that no operation has given its name. */
const own = [
  'loginFailed',
  'lockOutUser',
  'watchDesktopScreen',
  'leaveDesktopScreen',
  'uploadDesktopFile',
  'downloadDesktopFile',
] as const;

/** What an audit event and its resource are called in the language that is shown. */
export function useEventWords(): {
  /** Empty: nothing but its name is known. */
  readonly event: (name: string) => string;
  /** `desktop`, `user` … as a word; empty: the event is about no kind of thing. */
  readonly type: (type: string | null) => string;
} {
  const { t } = useTranslation('audit');
  return {
    event: (name) => {
      const known = own.find((each) => each === name);
      return known === undefined ? (eventWords[name]?.[currentLanguage()] ?? '') : t(`event.${known}`);
    },
    type: (type) => (type === null ? '' : t(`resource.${type}`, { defaultValue: type })),
  };
}

/** What the resource is called, as the event has it or as it is known by now; empty: only by its id. */
export function nameOfResource({ resource_name, resource_known_as }: AuditEvent): string {
  return resource_name ?? resource_known_as ?? '';
}
