import type { QueryClient } from '@tanstack/react-query';

/**
 * @workos-inc/widgets 1.18 replaces a table with an error when a refetch fails, and closes the dialog that was open on
 * it. This keeps the data that is on the screen. @returns A function that stops it.
 */
export function keepWhatIsShown(queryClient: QueryClient): () => void {
  return queryClient.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated' || event.action.type !== 'error' || event.query.state.data === undefined)
      return;
    event.query.setState({ status: 'success', error: null, isInvalidated: true });
  });
}
