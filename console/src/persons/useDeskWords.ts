import { useTranslation } from 'react-i18next';
import type { Person } from './person';

type DeskEvent = Person['desk_events'][number];

/** What somebody did at the desk, and what came of it, in words. */
export function useDeskWords(): {
  readonly what: (event: DeskEvent) => string;
  readonly outcome: (event: DeskEvent) => string;
} {
  const { t } = useTranslation('persons');
  return {
    what: ({ trace_name, operation, computer_name }) =>
      t(`deskEvent.${operation ?? trace_name}`, {
        name: computer_name || t('desk.aDesktop'),
        defaultValue: trace_name,
      }),
    outcome: ({ rating, code }) => t(`deskOutcome.${rating}`, { code, defaultValue: code }),
  };
}
