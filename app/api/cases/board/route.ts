import { route } from '@/app/api-route';
import { BoardQuery } from '@/lib/cases/board';
import { listBoard } from '@/lib/cases/board.server';

/** One page of all cases: BoardPage. */
export const GET = route('case.read', { query: BoardQuery }, ({ query, person }) => listBoard(query, person));
