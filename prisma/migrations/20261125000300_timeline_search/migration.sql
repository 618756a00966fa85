-- The filter of a timeline looks for parts of words in a million entries: trigrams find them without reading all. The extension
-- is a trusted one: the owner of a database may create it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

ALTER TABLE "TimelineEntry" ADD COLUMN "searchText" TEXT NOT NULL DEFAULT '';

-- Entries from before. From now on the writer keeps the text (lib/timeline/search-text.ts), facts and all; these get their words.
UPDATE "TimelineEntry" e SET "searchText" = left(lower(regexp_replace(concat_ws(' ', e."sentence", p."name", (
    SELECT string_agg(leaf #>> '{}', ' ') FROM jsonb_path_query(e."detail", 'strict $.**') leaf
    WHERE jsonb_typeof(leaf) IN ('string', 'number')
  )), '\s+', ' ', 'g')), 8000)
FROM "TimelineEntry" self LEFT JOIN "Person" p ON p."id" = self."personId"
WHERE self."id" = e."id";

CREATE INDEX "TimelineEntry_searchText_idx" ON "TimelineEntry" USING GIN ("searchText" gin_trgm_ops);
