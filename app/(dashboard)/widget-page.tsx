import { Box, Heading, Text } from '@radix-ui/themes';
import type { ReactNode } from 'react';
import { requireSession } from '@/lib/session';
import { viewerOf } from '@/lib/viewer';
import { type Widget, widgetEntry } from '@/lib/widgets';
import { SameViewer } from './viewer';

/** The frame of a widget page: title, description, and the widget. */
export async function WidgetPage({ widget, children }: { widget: Widget; children: ReactNode }) {
  const { title, description } = widgetEntry(widget);
  const viewer = viewerOf(await requireSession());
  return (
    <SameViewer viewer={viewer}>
      <Heading as="h1">{title}</Heading>
      <Text as="p" color="gray" mt="1" mb="5">
        {description}
      </Text>
      <Box mb="8">{children}</Box>
      {process.env.NODE_ENV === 'development' && <Explanation widget={widget} />}
    </SameViewer>
  );
}

/** In development only: production builds contain none of it. */
async function Explanation({ widget }: { widget: Widget }) {
  if (process.env.NODE_ENV !== 'development') return null;
  const { HowThisPageWorks } = await import('./how-this-page-works');
  return <HowThisPageWorks widget={widget} />;
}
