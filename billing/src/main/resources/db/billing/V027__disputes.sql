-- Calls on a line of an issued invoice that somebody says were wrong, and what the line would be credited for them.

CREATE TABLE billing.dispute (
    id          uuid PRIMARY KEY,
    tenant_id   uuid        NOT NULL,
    consumer_id uuid        NOT NULL,
    invoice_id  uuid        NOT NULL,
    -- of the line on its invoice
    line        integer     NOT NULL,
    state       text        NOT NULL CHECK (state IN ('draft', 'accepted', 'rejected')),
    reason      text        NOT NULL CHECK (length(reason) BETWEEN 1 AND 1000),
    currency    text        NOT NULL,
    minor_unit  integer     NOT NULL,
    -- the line as it was, and as it would have been without these calls
    billed      numeric     NOT NULL,
    corrected   numeric     NOT NULL CHECK (corrected <= billed),
    units       numeric     NOT NULL CHECK (units > 0),
    created_at  timestamptz NOT NULL,
    decided_at  timestamptz,
    CONSTRAINT dispute_of_tenant UNIQUE (tenant_id, id),
    CONSTRAINT dispute_line FOREIGN KEY (invoice_id, line) REFERENCES billing.invoice_line (invoice_id, position),
    CONSTRAINT dispute_decided CHECK ((state = 'draft') = (decided_at IS NULL))
);
CREATE INDEX dispute_page ON billing.dispute (tenant_id, id);
CREATE INDEX dispute_of_line ON billing.dispute (invoice_id, line);

-- The evidence, as the usage store told it then: kept for as long as the invoice, longer than usage is.
CREATE TABLE billing.disputed_call (
    id          uuid PRIMARY KEY,
    tenant_id   uuid        NOT NULL,
    dispute_id  uuid        NOT NULL,
    call        uuid        NOT NULL,
    ended_at    timestamptz NOT NULL,
    method      text        NOT NULL,
    operation   text        NOT NULL,
    status      integer     NOT NULL,
    units       numeric     NOT NULL CHECK (units > 0),
    -- its place in the line, and the price there
    place       numeric     NOT NULL CHECK (place > 0),
    unit_amount numeric     NOT NULL,
    amount      numeric     NOT NULL,
    CONSTRAINT disputed_call_dispute FOREIGN KEY (tenant_id, dispute_id) REFERENCES billing.dispute (tenant_id, id),
    CONSTRAINT disputed_call_once UNIQUE (dispute_id, call)
);
CREATE INDEX disputed_call_by_call ON billing.disputed_call (tenant_id, call);

CREATE TRIGGER disputed_call_is_final BEFORE UPDATE OR DELETE ON billing.disputed_call FOR EACH ROW EXECUTE FUNCTION billing.refuse_change_of_booking();
CREATE TRIGGER disputed_call_stays BEFORE TRUNCATE ON billing.disputed_call EXECUTE FUNCTION billing.refuse_change_of_booking();

DO
$$
DECLARE
    walled text;
BEGIN
    FOREACH walled IN ARRAY ARRAY ['dispute', 'disputed_call']
    LOOP
        EXECUTE format('ALTER TABLE billing.%I ENABLE ROW LEVEL SECURITY', walled);
        EXECUTE format('ALTER TABLE billing.%I FORCE ROW LEVEL SECURITY', walled);
        EXECUTE format('CREATE POLICY own_tenant ON billing.%I USING (tenant_id = billing.current_tenant()) WITH CHECK (tenant_id = billing.current_tenant())', walled);
    END LOOP;
END
$$;
GRANT SELECT, INSERT, UPDATE (state, decided_at) ON billing.dispute TO tallygate_app;
GRANT SELECT, INSERT ON billing.disputed_call TO tallygate_app;
