'use client';

import { createContext, type ReactNode, useContext } from 'react';
import { type Permission, whyNot } from '@/lib/auth/permissions';
import type { Role } from '@/lib/db/generated/enums';

export interface RoomPerson {
  id: string;
  name: string;
  email: string;
  role: Role;
}

export interface Room {
  person: RoomPerson;
  /** the cluster that triage and the top bar are about; null when none is set up */
  clusterId: string | null;
  drill: boolean;
}

const RoomContext = createContext<Room | null>(null);

export const RoomProvider = ({ room, children }: { room: Room; children: ReactNode }) => (
  <RoomContext value={room}>{children}</RoomContext>
);

/** Who is here and which cluster is looked at. Only below `app/(room)`. */
export function useRoom(): Room {
  const room = useContext(RoomContext);
  if (!room) throw new Error('useRoom outside of app/(room)');
  return room;
}

/** Why this person may not, or null: the same table that the server asks. */
export const useWhyNot = (permission: Permission): string | null => whyNot(useRoom().person.role, permission);
