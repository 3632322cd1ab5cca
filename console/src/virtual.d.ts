/** Made by scripts/console/viteConfig.mjs. */
declare module 'virtual:theme.css';
