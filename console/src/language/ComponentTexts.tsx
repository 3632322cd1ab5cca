import { I18nProvider, type I18nProviderProps } from '@cloudscape-design/components/i18n';
import { type ReactNode, Suspense, use } from 'react';
import { useTranslation } from 'react-i18next';
import type { Language } from './language';

type Messages = readonly I18nProviderProps.Messages[];

const loaded = new Map<string, Promise<Messages>>();

/** The components' own texts (labels for screen readers, pagination …) in the language that is shown. */
export function ComponentTexts({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <Suspense>
      <Provided>{children}</Provided>
    </Suspense>
  );
}

function Provided({ children }: { readonly children: ReactNode }): ReactNode {
  const { i18n } = useTranslation('layout');
  const language = i18n.language === 'zh-CN' ? 'zh-CN' : 'en';
  return (
    <I18nProvider locale={language} messages={use(messagesOf(language))}>
      {children}
    </I18nProvider>
  );
}

function messagesOf(language: Language): Promise<Messages> {
  const known = loaded.get(language);
  if (known !== undefined) return known;
  const messages = load(language);
  loaded.set(language, messages);
  return messages;
}

async function load(language: Language): Promise<Messages> {
  const { default: messages } =
    language === 'zh-CN'
      ? await import('@cloudscape-design/components/i18n/messages/all.zh-CN')
      : await import('@cloudscape-design/components/i18n/messages/all.en');
  return [messages];
}
