'use client';

import { useReportWebVitals } from 'next/web-vitals';
import { useCallback } from 'react';

type Report = Parameters<typeof useReportWebVitals>[0];

/** Sends how fast this page was for this person. To use an analytics tool instead, call it here. */
export default function ReportWebVitals({ url }: { url: string }) {
  const report = useCallback<Report>(
    ({ id, name, value, rating }) => {
      navigator.sendBeacon(url, JSON.stringify({ id, name, value, rating, path: location.pathname }));
    },
    [url],
  );
  useReportWebVitals(report);
  return null;
}
