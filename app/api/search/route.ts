import { route } from '@/app/api-route';
import { SearchQuery } from '@/lib/search/search';
import { search } from '@/lib/search/search.server';

/** Cases, entries, comments, tasks, assets and artifacts that have all the words: SearchAnswer. */
export const GET = route('case.read', { query: SearchQuery }, ({ query }) => search(query));
