import { useEffect, useState } from 'react';

const OPEN_DIALOG = ':is([role="dialog"], [role="alertdialog"])[data-state="open"]';

/** The dialog that is open on top, of the app or of a widget; everything outside it is out of reach then. */
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
