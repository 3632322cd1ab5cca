import i18next, { type ResourceKey } from 'i18next';
import { initReactI18next } from 'react-i18next';

export type Language = 'en' | 'zh-CN';
export const languages: readonly Language[] = ['en', 'zh-CN'];

const key = 'deskplane.language';

/** The texts of every subject, each language of each loaded when it is first needed: `SUBJECT/texts.LANGUAGE.json`. */
const texts = import.meta.glob<ResourceKey>('../*/texts.*.json', { import: 'default' });

/** In milliseconds. */
const retryAfter = 2_000;

const backend = {
  type: 'backend' as const,
  init: () => undefined,
  read: async (language: string, subject: string) => {
    const load = texts[`../${subject}/texts.${language}.json`];
    if (load === undefined) throw new Error(`There are no texts of ${subject} in ${language}.`);
    for (;;) {
      try {
        return await load();
      } catch {
        // Without its words no page can be read: it waits for them until they come.
        await new Promise((resolve) => setTimeout(resolve, retryAfter));
      }
    }
  },
};

/** Chosen on this browser, otherwise what the browser prefers. */
export function storedLanguage(): Language {
  const stored = localStorage.getItem(key);
  const known = languages.find((language) => language === stored);
  if (known !== undefined) return known;
  return navigator.languages
    .find((each) => /^(en|zh)\b/i.test(each))
    ?.toLowerCase()
    .startsWith('zh') === true
    ? 'zh-CN'
    : 'en';
}

/** Before anything is shown. */
export async function startLanguage(): Promise<void> {
  i18next.on('languageChanged', (language) => {
    document.documentElement.lang = language;
  });
  await i18next
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: storedLanguage(),
      fallbackLng: false,
      supportedLngs: [...languages],
      load: 'currentOnly',
      ns: ['layout'],
      defaultNS: 'layout',
      interpolation: { escapeValue: false },
      returnNull: false,
    });
}

/** The language that is shown. */
export function currentLanguage(): Language {
  return languages.find((language) => language === i18next.language) ?? 'en';
}

/** Tells of every later change of the language that is shown. */
export function onLanguageChange(tell: () => void): void {
  i18next.on('languageChanged', tell);
}

/** Shows and remembers a language. */
export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(key, language);
  await i18next.changeLanguage(language);
}
