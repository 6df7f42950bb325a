import { useSyncExternalStore } from 'react';

/** False on the server and while React takes over the server's HTML, then true. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    subscribeToNothing,
    () => true,
    () => false,
  );
}

/** The same function each time, because React subscribes anew to another one. */
function subscribeToNothing(): () => void {
  return () => {};
}
