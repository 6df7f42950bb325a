import type { MetadataRoute } from 'next';
import { PRODUCT } from '@/lib/product';

export default function manifest(): MetadataRoute.Manifest {
  return {
    name: PRODUCT.name,
    start_url: '/overview',
    display: 'standalone',
    background_color: '#ffffff',
    theme_color: '#5b5bd6',
    icons: [
      { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
      { src: '/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
      { src: '/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
  };
}
