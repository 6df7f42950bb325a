import type { WidgetWithPage } from '@/lib/widgets';

/**
 * An icon from `public/icons.svg`, where each has the name of its widget. Drawn by reference, so that pages don't carry
 * its paths. Hidden from screen readers: it stands next to a title.
 */
export function WidgetIcon({ name }: { name: WidgetWithPage | 'overview' }) {
  return (
    <svg width="15" height="15" fill="currentColor" aria-hidden="true">
      <use href={`/icons.svg#${name}`} />
    </svg>
  );
}
