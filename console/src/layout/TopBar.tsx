import TopNavigation, { type TopNavigationProps } from '@cloudscape-design/components/top-navigation';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { chooseLanguage, languages } from '../language/language';
import { useFollow } from './follow';
import logo from './logo.svg';
import { chooseMode, storedMode } from './mode';

const languageNames = { en: 'English', 'zh-CN': '简体中文' } as const;

/** Name, language, light or dark, and whatever else is given: on every page, signed in or not. */
export function TopBar({
  utilities,
}: {
  readonly utilities: readonly TopNavigationProps.Utility[];
}): ReactNode {
  const { t, i18n } = useTranslation('layout');
  const [mode, setMode] = useState(storedMode);
  const follow = useFollow();
  const other = mode === 'dark' ? 'light' : 'dark';
  const language = languages.find((each) => each === i18n.language) ?? 'en';
  const own: readonly TopNavigationProps.Utility[] = [
    {
      type: 'menu-dropdown',
      text: languageNames[language],
      ariaLabel: `${t('language')}: ${languageNames[language]}`,
      items: languages.map((id) => ({ id, text: languageNames[id], lang: id })),
      onItemClick: ({ detail }) => {
        const chosen = languages.find((each) => each === detail.id);
        if (chosen !== undefined) void chooseLanguage(chosen);
      },
    },
    {
      type: 'button',
      text: t(`mode.${other}`),
      ariaLabel: t(`mode.${other}`),
      onClick: () => {
        chooseMode(other);
        setMode(other);
      },
    },
  ];
  return (
    <div id="top">
      <TopNavigation
        identity={{
          href: '/console',
          title: 'Deskplane',
          logo: { src: logo, alt: t('logo') },
          onFollow: (event) =>
            follow({ preventDefault: () => event.preventDefault(), detail: { href: '/console' } }),
        }}
        utilities={[...utilities.slice(0, -1), ...own, ...utilities.slice(-1)]}
      />
    </div>
  );
}
