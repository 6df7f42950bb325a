import {
  ActivityLogIcon,
  Component1Icon,
  FileTextIcon,
  GlobeIcon,
  IdCardIcon,
  Link2Icon,
  LockClosedIcon,
  MixIcon,
  PersonIcon,
  ReaderIcon,
  TokensIcon,
  UpdateIcon,
} from '@radix-ui/react-icons';
import type { ComponentType } from 'react';
import type { WidgetWithPage } from '@/lib/widgets';

/** Icons for the navigation and the landing page. They are hidden from screen readers: each stands next to a title. */
export const WIDGET_ICONS: Record<WidgetWithPage, ComponentType> = {
  'users-table': PersonIcon,
  'api-keys': TokensIcon,
  'domain-verification': GlobeIcon,
  'sso-connection': LockClosedIcon,
  'directory-sync': UpdateIcon,
  'audit-log-streaming': ActivityLogIcon,
  'pipes-admin': MixIcon,
  'user-profile': IdCardIcon,
  'user-security': ReaderIcon,
  'user-sessions': Component1Icon,
  'user-api-keys': FileTextIcon,
  pipes: Link2Icon,
};
