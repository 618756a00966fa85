-- What was said before stays: earlier wordings and attestations are further rows.
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "EntryVersion" FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON "EntryVersion" FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "Attestation" FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON "Attestation" FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "PlaybookReview" FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER never_deleted BEFORE DELETE ON "Annotation" FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER never_deleted BEFORE DELETE ON "HandOver" FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER never_deleted BEFORE DELETE ON "Task" FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER never_deleted BEFORE DELETE ON "Asset" FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER never_deleted BEFORE DELETE ON "ReportDelivery" FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();

-- A report that went out stays as it went out; a playbook that was published, as it was published.
CREATE FUNCTION refuse_after_sending() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN
    IF TG_OP = 'DELETE' OR OLD."sentAt" IS NOT NULL THEN
      RAISE EXCEPTION 'a status report that was sent is not changed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
  END $$;
CREATE TRIGGER sent_stays_sent BEFORE UPDATE OR DELETE ON "StatusReport" FOR EACH ROW EXECUTE FUNCTION refuse_after_sending();

CREATE FUNCTION refuse_after_publishing() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN
    IF OLD."publishedAt" IS NOT NULL THEN
      RAISE EXCEPTION 'a published playbook is not changed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
  END $$;
CREATE TRIGGER published_stays_published BEFORE UPDATE OR DELETE ON "PlaybookVersion" FOR EACH ROW EXECUTE FUNCTION refuse_after_publishing();

-- A closed case is frozen. What Bulkhead itself still learns about an earlier action may be added to its timeline.
CREATE FUNCTION refuse_when_closed() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN
    IF EXISTS (SELECT 1 FROM "Case" WHERE "id" = NEW."caseId" AND "closedAt" IS NOT NULL) THEN
      RAISE EXCEPTION 'the case is closed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
  END $$;
CREATE TRIGGER frozen BEFORE INSERT OR UPDATE ON "CaseMember" FOR EACH ROW EXECUTE FUNCTION refuse_when_closed();
CREATE TRIGGER frozen BEFORE INSERT OR UPDATE ON "HandOver" FOR EACH ROW EXECUTE FUNCTION refuse_when_closed();
CREATE TRIGGER frozen BEFORE INSERT OR UPDATE ON "Task" FOR EACH ROW EXECUTE FUNCTION refuse_when_closed();
CREATE TRIGGER frozen BEFORE INSERT OR UPDATE ON "Asset" FOR EACH ROW EXECUTE FUNCTION refuse_when_closed();
CREATE TRIGGER frozen BEFORE INSERT OR UPDATE ON "Annotation" FOR EACH ROW EXECUTE FUNCTION refuse_when_closed();
CREATE TRIGGER frozen BEFORE INSERT OR UPDATE ON "EntryGroup" FOR EACH ROW EXECUTE FUNCTION refuse_when_closed();
CREATE TRIGGER frozen BEFORE INSERT OR UPDATE ON "SourceSkew" FOR EACH ROW EXECUTE FUNCTION refuse_when_closed();
CREATE TRIGGER frozen BEFORE INSERT OR UPDATE ON "ChecklistStep" FOR EACH ROW EXECUTE FUNCTION refuse_when_closed();
CREATE TRIGGER frozen BEFORE INSERT OR UPDATE ON "ChecklistCriterion" FOR EACH ROW EXECUTE FUNCTION refuse_when_closed();
CREATE TRIGGER frozen BEFORE INSERT OR UPDATE ON "StatusReport" FOR EACH ROW EXECUTE FUNCTION refuse_when_closed();
CREATE TRIGGER frozen BEFORE INSERT ON "Suspect" FOR EACH ROW EXECUTE FUNCTION refuse_when_closed();
CREATE TRIGGER frozen BEFORE INSERT ON "TimelineEntry" FOR EACH ROW WHEN (NEW."source" = 'person') EXECUTE FUNCTION refuse_when_closed();

-- At most one open offer of a case's command.
CREATE UNIQUE INDEX "HandOver_one_offer" ON "HandOver" ("caseId") WHERE "state" = 'offered';
-- One star and one mark as key event for an entry; a tag or technique once.
CREATE UNIQUE INDEX "Annotation_once" ON "Annotation" ("entryId", "kind", "value")
  WHERE "removedAt" IS NULL AND "kind" <> 'comment';

-- Full-text search: words as they are written ('simple'), because names of machines are in no dictionary.
CREATE INDEX "Case_text" ON "Case" USING GIN (to_tsvector('simple', "title" || ' ' || coalesce("result", '')));
CREATE INDEX "TimelineEntry_text" ON "TimelineEntry" USING GIN (to_tsvector('simple', "sentence"));
CREATE INDEX "Annotation_text" ON "Annotation" USING GIN (to_tsvector('simple', "value"));
CREATE INDEX "Artifact_text" ON "Artifact" USING GIN (to_tsvector('simple', "title"));
CREATE INDEX "Task_text" ON "Task" USING GIN (to_tsvector('simple', "title"));
CREATE INDEX "Asset_text" ON "Asset" USING GIN (to_tsvector('simple', "name"));
