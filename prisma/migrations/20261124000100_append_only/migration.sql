-- Nobody rewrites evidence: an outcome, a correction, a second look is a further row. The triggers are ENABLE ALWAYS, so
-- that session_replication_role does not pass them by; TRUNCATE fires no row triggers and needs a trigger of its own.
CREATE FUNCTION refuse_rewrite() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation'; END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "ActionRecord" FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON "ActionRecord" FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "CustodyEvent" FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON "CustodyEvent" FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "GateOverride" FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON "GateOverride" FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();

ALTER TABLE "ActionRecord" ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE "ActionRecord" ENABLE ALWAYS TRIGGER append_only_truncate;
ALTER TABLE "CustodyEvent" ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE "CustodyEvent" ENABLE ALWAYS TRIGGER append_only_truncate;
ALTER TABLE "GateOverride" ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE "GateOverride" ENABLE ALWAYS TRIGGER append_only_truncate;
