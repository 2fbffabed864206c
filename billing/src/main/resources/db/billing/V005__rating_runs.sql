-- Each month that was closed, with the moment as of which its usage was read: whoever reads as of it again gets the same numbers, whatever
-- has arrived since. What a run said is final.

CREATE TABLE billing.rating_run (
    id              uuid PRIMARY KEY,
    tenant_id       uuid        NOT NULL,
    month           text        NOT NULL CHECK (month ~ '^20[0-9]{2}-(0[1-9]|1[0-2])$'),
    -- of the store's clock
    cut_off         timestamptz NOT NULL,
    -- how far usage was known to be complete then
    complete_until  timestamptz NOT NULL,
    -- why it was closed although usage may be missing; null: none was
    override_reason text        CHECK (length(override_reason) BETWEEN 1 AND 1000),
    started_at      timestamptz NOT NULL,
    CONSTRAINT rating_run_once UNIQUE (tenant_id, month)
);

ALTER TABLE billing.rating_run ENABLE ROW LEVEL SECURITY;
ALTER TABLE billing.rating_run FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON billing.rating_run USING (tenant_id = billing.current_tenant()) WITH CHECK (tenant_id = billing.current_tenant());
GRANT SELECT, INSERT ON billing.rating_run TO tallygate_app;

CREATE TRIGGER rating_run_is_final BEFORE UPDATE OR DELETE ON billing.rating_run FOR EACH ROW EXECUTE FUNCTION billing.refuse_change();
CREATE TRIGGER rating_run_stays BEFORE TRUNCATE ON billing.rating_run EXECUTE FUNCTION billing.refuse_change();

-- the run's, beside what was billed; null before it was noted
ALTER TABLE billing.billed_period ADD COLUMN cut_off timestamptz;
