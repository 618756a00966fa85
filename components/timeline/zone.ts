'use client';

import { createContext } from 'react';
import { useTimeWords } from '@/components/ui/time';

/** The viewer's zone, an IANA name. */
export const useZone = (): string => useTimeWords((_, zone) => zone);

/** The same for what is drawn many times a second. */
export const ZoneContext = createContext('UTC');
