import { scheduledTypes, taskTypes } from '@deskplane/server/schedules/taskFields.js';
import { useTranslation } from 'react-i18next';

/** What of a task is shown in words. */
export function useWords() {
  const { t } = useTranslation('schedules');
  return {
    typeText: (text: string): string => {
      const type = taskTypes.find((each) => each === text);
      return type === undefined ? text : t(`types.${type}`);
    },
    kindText: (text: string): string => {
      const kind = scheduledTypes.find((each) => each === text);
      return kind === undefined ? text : t(`kinds.${kind}`);
    },
  };
}
