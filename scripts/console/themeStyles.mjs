// Bundled and run by viteConfig.mjs: Cloudscape's modules are written for bundlers.
import { generateThemeStylesheet } from '@cloudscape-design/components/theming';
import { theme } from './theme.mjs';

export const styles = generateThemeStylesheet({ theme });
