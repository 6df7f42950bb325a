import { useEffect, useState } from 'react';

const OPEN_DIALOG = ':is([role="dialog"], [role="alertdialog"])[data-state="open"]';

/** Returns the topmost open dialog, of the app or of a widget. Everything outside it is inert. */
export function useOpenDialog(): HTMLElement | undefined {
  const [dialog, setDialog] = useState<HTMLElement>();
  useEffect(() => {
    const look = () => setDialog([...document.querySelectorAll<HTMLElement>(OPEN_DIALOG)].at(-1));
    look();
    const observer = new MutationObserver(look);
    observer.observe(document.body, { childList: true, subtree: true, attributeFilter: ['data-state'] });
    return () => observer.disconnect();
  }, []);
  return dialog;
}
