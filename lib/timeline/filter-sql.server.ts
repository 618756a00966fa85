import 'server-only';
import { Prisma } from '../db/client.server.ts';
import { type Filter, namesHidden, soughtBy, type Term } from './filter.ts';

/** What `matches` of filter.ts asks, as a condition on "TimelineEntry" e: true for the same entries. */
export function filterSql(filter: Filter, { hidden = false } = {}): Prisma.Sql {
  const shown = hidden || namesHidden(filter) ? [] : [Prisma.sql`e."hiddenAt" IS NULL`];
  const groups = filter.map((terms) => Prisma.sql`(${Prisma.join(terms.map(termSql), ' OR ')})`);
  const all = [...shown, ...groups];
  return all.length === 0 ? Prisma.sql`TRUE` : Prisma.join(all, ' AND ');
}

function termSql(term: Term): Prisma.Sql {
  const { not } = term;
  switch (term.kind) {
    case 'hidden':
      return not ? Prisma.sql`e."hiddenAt" IS NULL` : Prisma.sql`e."hiddenAt" IS NOT NULL`;
    case 'source': {
      const sources = Prisma.join(term.sources);
      return not ? Prisma.sql`e.source NOT IN (${sources})` : Prisma.sql`e.source IN (${sources})`;
    }
    case 'before':
    case 'after': {
      const at = Prisma.sql`${new Date(term.at)}::timestamptz`;
      return (term.kind === 'before') !== not ? Prisma.sql`e."sortAt" < ${at}` : Prisma.sql`e."sortAt" >= ${at}`;
    }
    default: {
      const pattern = `%${(soughtBy(term) ?? '').replace(/[\\%_]/g, '\\$&')}%`;
      return not ? Prisma.sql`e."searchText" NOT LIKE ${pattern}` : Prisma.sql`e."searchText" LIKE ${pattern}`;
    }
  }
}
