'use client';

import { useEffect } from 'react';

/**
 * @workos-inc/widgets 1.18 takes the logos of providers from WorkOS's servers. Without the internet they are empty
 * squares. This tries to load the first one; if that fails, `widgets-1.18.css` shows a neutral glyph instead.
 */
export function GlyphsForMissingLogos() {
  useEffect(() => {
    const tryFirst = () => {
      const icon = document.querySelector('.woswidgets-provider-icon');
      if (!icon) return;
      observer.disconnect();
      const [, url] = /url\("(.+)"\)/.exec(getComputedStyle(icon).backgroundImage) ?? [];
      if (!url) return;
      const logo = new Image();
      logo.onerror = () => {
        document.documentElement.dataset.logos = 'missing';
      };
      logo.src = url;
    };
    const observer = new MutationObserver(tryFirst);
    observer.observe(document.body, { childList: true, subtree: true });
    tryFirst();
    return () => observer.disconnect();
  }, []);
  return null;
}
