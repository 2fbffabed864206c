-- Money that came in, what it was for, and the bank's statements that told of it.

-- Credited + prepaid + paid + due = total, at every moment; an invoice gets its row with the first of them, or when it is issued.
CREATE TABLE billing.invoice_settlement (
    invoice_id  uuid PRIMARY KEY,
    tenant_id   uuid        NOT NULL,
    consumer_id uuid        NOT NULL,
    currency    text        NOT NULL,
    minor_unit  integer     NOT NULL,
    total       numeric     NOT NULL,
    credited    numeric     NOT NULL CHECK (credited >= 0),
    prepaid     numeric     NOT NULL CHECK (prepaid >= 0),
    paid        numeric     NOT NULL CHECK (paid >= 0),
    due         numeric     NOT NULL CHECK (due >= 0),
    state       text        NOT NULL CHECK (state IN ('open', 'part-paid', 'settled')),
    changed_at  timestamptz NOT NULL,
    CONSTRAINT invoice_settlement_adds_up CHECK (credited + prepaid + paid + due = total),
    CONSTRAINT invoice_settlement_state CHECK ((state = 'settled') = (due = 0)),
    CONSTRAINT invoice_settlement_invoice FOREIGN KEY (tenant_id, invoice_id, currency, minor_unit)
        REFERENCES billing.invoice (tenant_id, id, currency, minor_unit)
);
CREATE INDEX invoice_settlement_open ON billing.invoice_settlement (tenant_id, invoice_id) WHERE due > 0;

CREATE TABLE billing.payment (
    id          uuid PRIMARY KEY,
    tenant_id   uuid        NOT NULL,
    consumer_id uuid        NOT NULL,
    provider    text        NOT NULL CHECK (provider ~ '^[a-z0-9-]{1,40}$'),
    -- who tells of the same payment again tells nothing new
    key         text        NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
    currency    text        NOT NULL,
    minor_unit  integer     NOT NULL,
    amount      numeric     NOT NULL CHECK (amount > 0 AND scale(amount) = minor_unit),
    received_on date        NOT NULL,
    payer       text        NOT NULL CHECK (length(payer) <= 1000),
    reference   text        NOT NULL CHECK (length(reference) <= 1000),
    recorded_at timestamptz NOT NULL,
    CONSTRAINT payment_once UNIQUE (tenant_id, key),
    CONSTRAINT payment_of_tenant UNIQUE (tenant_id, id)
);

CREATE TABLE billing.payment_share (
    id          uuid PRIMARY KEY,
    tenant_id   uuid    NOT NULL,
    payment_id  uuid    NOT NULL,
    -- what it paid: an invoice, ordered credit, or nothing that was asked for, which became a grant
    invoice_id  uuid,
    purchase_id uuid,
    grant_id    uuid,
    amount      numeric NOT NULL CHECK (amount > 0),
    CONSTRAINT payment_share_payment FOREIGN KEY (tenant_id, payment_id) REFERENCES billing.payment (tenant_id, id),
    CONSTRAINT payment_share_invoice FOREIGN KEY (tenant_id, invoice_id) REFERENCES billing.invoice (tenant_id, id),
    CONSTRAINT payment_share_for_one CHECK (num_nonnulls(invoice_id, purchase_id, grant_id) = 1)
);
CREATE INDEX payment_share_of_payment ON billing.payment_share (payment_id);
CREATE INDEX payment_share_of_invoice ON billing.payment_share (invoice_id);

-- Checked when the transaction commits: a payment is all of its shares.
CREATE FUNCTION billing.check_payment() RETURNS trigger
    LANGUAGE plpgsql AS
$$
DECLARE
    checked uuid := CASE WHEN TG_TABLE_NAME = 'payment' THEN (to_jsonb(NEW) ->> 'id')::uuid ELSE (to_jsonb(NEW) ->> 'payment_id')::uuid END;
BEGIN
    IF (SELECT sum(s.amount) FROM billing.payment_share s WHERE s.payment_id = checked)
        IS DISTINCT FROM (SELECT p.amount FROM billing.payment p WHERE p.id = checked) THEN
        RAISE EXCEPTION 'payment % is not the sum of its shares', checked USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_is_its_shares';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER payment_is_its_shares AFTER INSERT ON billing.payment
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION billing.check_payment();
CREATE CONSTRAINT TRIGGER payment_share_belongs AFTER INSERT ON billing.payment_share
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION billing.check_payment();

CREATE TABLE billing.bank_statement (
    id          uuid PRIMARY KEY,
    tenant_id   uuid        NOT NULL,
    format      text        NOT NULL CHECK (format IN ('camt.053', 'csv')),
    account     text        NOT NULL,
    sha256      text        NOT NULL,
    entries     integer     NOT NULL,
    -- that an earlier file told of already
    known       integer     NOT NULL,
    pending     integer     NOT NULL,
    imported_at timestamptz NOT NULL,
    CONSTRAINT bank_statement_of_tenant UNIQUE (tenant_id, id)
);

CREATE TABLE billing.bank_entry (
    id             uuid PRIMARY KEY,
    tenant_id      uuid    NOT NULL,
    statement_id   uuid    NOT NULL,
    identity       text    NOT NULL,
    booked_on      date    NOT NULL,
    currency       text    NOT NULL,
    minor_unit     integer NOT NULL,
    amount         numeric NOT NULL CHECK (amount >= 0),
    credit         boolean NOT NULL,
    payer          text    NOT NULL,
    payer_iban     text    NOT NULL,
    remittance     text    NOT NULL,
    bank_reference text,
    state          text    NOT NULL CHECK (state IN ('booked', 'open', 'set-aside')),
    -- why nobody booked it by itself; the invoice that it may be for
    why            text,
    suggested      uuid,
    payment_id     uuid,
    CONSTRAINT bank_entry_once UNIQUE (tenant_id, identity),
    CONSTRAINT bank_entry_statement FOREIGN KEY (tenant_id, statement_id) REFERENCES billing.bank_statement (tenant_id, id),
    CONSTRAINT bank_entry_payment FOREIGN KEY (tenant_id, payment_id) REFERENCES billing.payment (tenant_id, id),
    CONSTRAINT bank_entry_booked CHECK ((state = 'booked') = (payment_id IS NOT NULL))
);
CREATE INDEX bank_entry_page ON billing.bank_entry (tenant_id, state, id);

-- Where the tenant's payers transfer to.
CREATE TABLE billing.payment_account (
    tenant_id uuid PRIMARY KEY,
    holder    text NOT NULL CHECK (length(holder) BETWEEN 1 AND 70),
    iban      text NOT NULL CHECK (iban ~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$'),
    bic       text CHECK (bic ~ '^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$')
);

CREATE TRIGGER payment_is_final BEFORE UPDATE OR DELETE ON billing.payment FOR EACH ROW EXECUTE FUNCTION billing.refuse_change_of_booking();
CREATE TRIGGER payment_stays BEFORE TRUNCATE ON billing.payment EXECUTE FUNCTION billing.refuse_change_of_booking();
CREATE TRIGGER payment_share_is_final BEFORE UPDATE OR DELETE ON billing.payment_share FOR EACH ROW EXECUTE FUNCTION billing.refuse_change_of_booking();
CREATE TRIGGER payment_share_stays BEFORE TRUNCATE ON billing.payment_share EXECUTE FUNCTION billing.refuse_change_of_booking();

DO
$$
DECLARE
    walled text;
BEGIN
    FOREACH walled IN ARRAY ARRAY ['invoice_settlement', 'payment', 'payment_share', 'bank_statement', 'bank_entry', 'payment_account']
    LOOP
        EXECUTE format('ALTER TABLE billing.%I ENABLE ROW LEVEL SECURITY', walled);
        EXECUTE format('ALTER TABLE billing.%I FORCE ROW LEVEL SECURITY', walled);
        EXECUTE format('CREATE POLICY own_tenant ON billing.%I USING (tenant_id = billing.current_tenant()) WITH CHECK (tenant_id = billing.current_tenant())', walled);
    END LOOP;
END
$$;
GRANT SELECT, INSERT, UPDATE (credited, prepaid, paid, due, state, changed_at) ON billing.invoice_settlement TO tallygate_app;
GRANT SELECT, INSERT ON billing.payment, billing.payment_share, billing.bank_statement TO tallygate_app;
GRANT SELECT, INSERT, UPDATE (state, why, suggested, payment_id) ON billing.bank_entry TO tallygate_app;
GRANT SELECT, INSERT, UPDATE (holder, iban, bic) ON billing.payment_account TO tallygate_app;
