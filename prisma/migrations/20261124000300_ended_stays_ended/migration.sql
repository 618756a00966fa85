-- An artifact that has ended stays as it ended: a second try is a further artifact. What a case is about and what was done
-- in it is never deleted. Sealed means hashed, and an override has a reason.
CREATE FUNCTION refuse_after_end() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN
    IF OLD."state" <> 'collecting' THEN
      RAISE EXCEPTION 'an artifact that has ended is not changed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
  END $$;

CREATE TRIGGER ended_stays_ended BEFORE UPDATE ON "Artifact" FOR EACH ROW EXECUTE FUNCTION refuse_after_end();
ALTER TABLE "Artifact" ENABLE ALWAYS TRIGGER ended_stays_ended;

CREATE TRIGGER never_deleted BEFORE DELETE ON "Artifact" FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER never_deleted BEFORE DELETE ON "Suspect" FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER never_deleted BEFORE DELETE ON "StepRun" FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER never_deleted BEFORE DELETE ON "TimelineEntry" FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();

ALTER TABLE "Artifact" ADD CONSTRAINT sealed_is_hashed CHECK ("state" <> 'sealed' OR ("sha256" IS NOT NULL AND "sealedAt" IS NOT NULL));
ALTER TABLE "GateOverride" ADD CONSTRAINT reason_is_given CHECK (length(btrim("reason")) >= 10);
