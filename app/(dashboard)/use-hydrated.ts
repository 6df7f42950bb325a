import { useSyncExternalStore } from 'react';

/** False on the server and while React takes over the server's HTML, then true. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    () => () => {},
    () => true,
    () => false,
  );
}
