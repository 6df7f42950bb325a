import type { QueryClient } from '@tanstack/react-query';

/**
 * @workos-inc/widgets 1.18 replaces a table by an error when it cannot be read again, and with it the dialog that is
 * open on it. With this, what is on the screen stays. @returns Stops it.
 */
export function keepWhatIsShown(queryClient: QueryClient): () => void {
  return queryClient.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated' || event.action.type !== 'error' || event.query.state.data === undefined)
      return;
    event.query.setState({ status: 'success', error: null, isInvalidated: true });
  });
}
