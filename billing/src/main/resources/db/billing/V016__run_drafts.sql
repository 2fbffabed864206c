-- What a run found of each subscription, once: the quantities as of the run's cut-off, with what they come to. Bills are made of these
-- rows and not of usage, so that a run that is repeated, or goes on after a crash, bills the same numbers to the byte. A row is also the
-- sign that nobody else need look at this subscription.

ALTER TABLE billing.rating_run ADD CONSTRAINT rating_run_of_tenant UNIQUE (tenant_id, id);

CREATE TABLE billing.run_draft (
    run_id          uuid        NOT NULL,
    subscription_id uuid        NOT NULL,
    tenant_id       uuid        NOT NULL DEFAULT billing.current_tenant(),
    -- what there is to bill, in parts: usage as of the cut-off, and fees as far as no run had billed them; none when no period of it ended in the month
    parts           jsonb       NOT NULL CHECK (jsonb_typeof(parts) = 'array'),
    currency        text CHECK (currency ~ '^[A-Z]{3}$'),
    total           numeric,
    drafted_at      timestamptz NOT NULL,
    -- when its bill was issued, or it was closed without one
    settled_at      timestamptz,
    invoice_id      uuid CHECK (invoice_id IS NULL OR settled_at IS NOT NULL),
    PRIMARY KEY (run_id, subscription_id),
    CONSTRAINT run_draft_run FOREIGN KEY (tenant_id, run_id) REFERENCES billing.rating_run (tenant_id, id),
    CONSTRAINT run_draft_subscription FOREIGN KEY (tenant_id, subscription_id) REFERENCES billing.subscription (tenant_id, id),
    CONSTRAINT run_draft_invoice FOREIGN KEY (tenant_id, invoice_id) REFERENCES billing.invoice (tenant_id, id),
    CONSTRAINT run_draft_has_a_sum CHECK ((currency IS NULL) = (total IS NULL) AND (total IS NULL) = (parts = '[]'::jsonb))
);
CREATE INDEX run_draft_page ON billing.run_draft (tenant_id, run_id, subscription_id);
CREATE INDEX run_draft_of_subscription ON billing.run_draft (subscription_id);
CREATE INDEX run_draft_open ON billing.run_draft (run_id, subscription_id) WHERE settled_at IS NULL;

ALTER TABLE billing.run_draft ENABLE ROW LEVEL SECURITY;
ALTER TABLE billing.run_draft FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON billing.run_draft USING (tenant_id = billing.current_tenant()) WITH CHECK (tenant_id = billing.current_tenant());
GRANT SELECT, INSERT, UPDATE (settled_at, invoice_id) ON billing.run_draft TO tallygate_app;

CREATE FUNCTION billing.keep_run_draft() RETURNS trigger
    LANGUAGE plpgsql AS
$$
BEGIN
    IF TG_OP = 'DELETE' AND portal.is_erasing(OLD.tenant_id) THEN
        RETURN OLD;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.settled_at IS NULL
            AND (NEW.run_id, NEW.subscription_id, NEW.tenant_id, NEW.parts, NEW.drafted_at)
                = (OLD.run_id, OLD.subscription_id, OLD.tenant_id, OLD.parts, OLD.drafted_at)
            AND (NEW.currency, NEW.total) IS NOT DISTINCT FROM (OLD.currency, OLD.total) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'what a run found never changes: % of % is refused', lower(TG_OP), TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER run_draft_is_final BEFORE UPDATE OR DELETE ON billing.run_draft FOR EACH ROW EXECUTE FUNCTION billing.keep_run_draft();
CREATE TRIGGER run_draft_stays BEFORE TRUNCATE ON billing.run_draft EXECUTE FUNCTION billing.keep_run_draft();
