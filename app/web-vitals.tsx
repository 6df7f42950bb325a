'use client';

import dynamic from 'next/dynamic';

/** Loaded only where web vitals are collected. */
export const WebVitals = dynamic(() => import('./report-web-vitals'), { ssr: false });
