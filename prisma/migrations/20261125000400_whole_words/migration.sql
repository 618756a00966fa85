-- Search finds "payment-service" in "finance/payment-service-7d9f8": every run of letters and digits is a word of its own. The
-- default parser takes such names whole, as paths, hosts or hyphenated words, and a part of one is then never found.
CREATE FUNCTION words_of(text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN to_tsvector('simple'::regconfig,
    translate($1, '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~', '                                '));

DROP INDEX "Case_text";
DROP INDEX "TimelineEntry_text";
DROP INDEX "Annotation_text";
DROP INDEX "Artifact_text";
DROP INDEX "Task_text";
DROP INDEX "Asset_text";
CREATE INDEX "Case_text" ON "Case" USING GIN (words_of("title" || ' ' || coalesce("result", '')));
CREATE INDEX "TimelineEntry_text" ON "TimelineEntry" USING GIN (words_of("sentence"));
CREATE INDEX "Annotation_text" ON "Annotation" USING GIN (words_of("value"));
CREATE INDEX "Artifact_text" ON "Artifact" USING GIN (words_of("title"));
CREATE INDEX "Task_text" ON "Task" USING GIN (words_of("title"));
CREATE INDEX "Asset_text" ON "Asset" USING GIN (words_of("name"));
