-- The lanes above the list count a million entries by source and time, without the hidden ones: from this index alone.
DROP INDEX "TimelineEntry_caseId_source_sortAt_idx";
CREATE INDEX "TimelineEntry_caseId_source_sortAt_hiddenAt_idx" ON "TimelineEntry"("caseId", "source", "sortAt", "hiddenAt");
