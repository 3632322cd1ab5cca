import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { createQueryClient } from '../api/queries';
import { ComponentTexts } from '../language/ComponentTexts';
import { router } from './router';

const client = createQueryClient();

export function App(): ReactNode {
  return (
    <QueryClientProvider client={client}>
      <ComponentTexts>
        <RouterProvider router={router} />
      </ComponentTexts>
    </QueryClientProvider>
  );
}
