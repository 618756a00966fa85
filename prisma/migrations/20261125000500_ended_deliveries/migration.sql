-- What became of a status report is said once: a delivery that ended stays as it ended.
CREATE FUNCTION refuse_after_the_end() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN
    IF OLD."outcome" IS NOT NULL THEN
      RAISE EXCEPTION 'a delivery that ended is not changed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
  END $$;
CREATE TRIGGER ended_stays_ended BEFORE UPDATE ON "ReportDelivery" FOR EACH ROW EXECUTE FUNCTION refuse_after_the_end();
