import 'virtual:theme.css';
import './layout/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { startLanguage } from './language/language';
import { applyMode, storedMode } from './layout/mode';

applyMode(storedMode());
const place = document.getElementById('root');
if (place === null) throw new Error('index.html has no element with the id root.');
await startLanguage();
createRoot(place).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
