import { Box, Heading, Text } from '@radix-ui/themes';
import type { ReactNode } from 'react';
import { type Widget, widgetEntry } from '@/lib/widgets';
import { HowThisPageWorks } from './how-this-page-works';

/** The frame of a widget's page: what it is called, what it is for, and the widget. */
export function WidgetPage({ widget, children }: { widget: Widget; children: ReactNode }) {
  const { title, description } = widgetEntry(widget);
  return (
    <>
      <Heading as="h1">{title}</Heading>
      <Text as="p" color="gray" mt="1" mb="5">
        {description}
      </Text>
      <Box mb="8">{children}</Box>
      <HowThisPageWorks widget={widget} />
    </>
  );
}
