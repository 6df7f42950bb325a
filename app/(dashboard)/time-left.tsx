'use client';

import { useEffect, useState } from 'react';

/** Counts down. @param until In milliseconds since 1970. */
export function TimeLeft({ until }: { until: number }) {
  const [now, setNow] = useState<number>();
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  if (now === undefined) return <span>a while left</span>;
  const seconds = Math.round((until - now) / 1000);
  if (seconds <= 0) return <span>expired</span>;
  return (
    <span>
      {Math.floor(seconds / 60)} min {seconds % 60} s left
    </span>
  );
}
