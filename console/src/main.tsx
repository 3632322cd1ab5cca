import 'virtual:theme.css';
import './layout/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startLanguage } from './language/language';
import { applyMode, storedMode } from './layout/mode';

applyMode(storedMode());
const place = document.getElementById('root');
if (place === null) throw new Error('index.html has no element with the id root.');
// Two applications on one page: each loads without the other.
const isDesk = /^\/desk(\/|$)/.test(location.pathname);
const [App] = await Promise.all([
  isDesk
    ? import('./desk/DeskApp').then(({ DeskApp }) => DeskApp)
    : import('./app/App').then(({ App: Console }) => Console),
  startLanguage(),
]);
createRoot(place).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
