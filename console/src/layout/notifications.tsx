import type { FlashbarProps } from '@cloudscape-design/components/flashbar';
import i18next from 'i18next';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import { ServiceError } from '../api/serviceError';
import { Refusal } from './Refusal';

/** In milliseconds: good news goes by itself. */
const successShownFor = 8_000;

interface Notice {
  readonly type: 'success' | 'info' | 'warning' | 'error';
  readonly text: ReactNode;
}

interface Notifications {
  readonly items: readonly FlashbarProps.MessageDefinition[];
  readonly notify: (notice: Notice) => void;
  /** Shows a failure in the service's words. */
  readonly complain: (error: Error) => void;
}

const NotificationsContext = createContext<Notifications | undefined>(undefined);

export function NotificationsProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [items, setItems] = useState<readonly FlashbarProps.MessageDefinition[]>([]);
  const notify = useCallback(({ type, text }: Notice) => {
    const id = crypto.randomUUID();
    const dismiss = (): void => setItems((shown) => shown.filter((item) => item.id !== id));
    // The first one lies on top of the stack.
    setItems((shown) => [
      {
        id,
        type,
        content: text,
        dismissible: true,
        dismissLabel: i18next.t('layout:dismiss'),
        onDismiss: dismiss,
      },
      ...shown.slice(0, 4),
    ]);
    if (type === 'success') setTimeout(dismiss, successShownFor);
  }, []);
  const complain = useCallback(
    (error: Error) => {
      const code = error instanceof ServiceError && error.code !== undefined ? ` (${error.code})` : '';
      const text = (
        <>
          {error.message}
          {code}
          {error instanceof ServiceError && <Refusal error={error} />}
        </>
      );
      notify({ type: 'error', text });
    },
    [notify],
  );
  const value = useMemo(() => ({ items, notify, complain }), [items, notify, complain]);
  return <NotificationsContext value={value}>{children}</NotificationsContext>;
}

/** Messages above the page. */
export function useNotifications(): Notifications {
  const value = useContext(NotificationsContext);
  if (value === undefined) throw new Error('Outside of NotificationsProvider.');
  return value;
}
