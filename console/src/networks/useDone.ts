import { useNotifications } from '../layout/notifications';

/** What ends a dialog once its call was answered: the text is told, and it closes. */
export function useDone(onClose: () => void): (text: string) => { readonly onSuccess: () => void } {
  const { notify } = useNotifications();
  return (text) => ({
    onSuccess: () => {
      notify({ type: 'success', text });
      onClose();
    },
  });
}
