-- Prepaid credit: what a consumer was granted, and every movement of it as postings that sum to zero. Movements never change; what was
-- wrong is moved back.

CREATE TABLE billing.credit_account (
    id                   uuid PRIMARY KEY,
    tenant_id            uuid        NOT NULL,
    consumer_id          uuid        NOT NULL,
    currency             text        NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    minor_unit           integer     NOT NULL CHECK (minor_unit BETWEEN 0 AND 4),
    mode                 text        NOT NULL CHECK (mode IN ('credit-then-invoice', 'credit-only')),
    -- credit is bought below it; null: never by itself
    top_up_below         numeric,
    top_up_amount        numeric CHECK (top_up_amount > 0),
    top_up_target        numeric CHECK (top_up_target >= top_up_below),
    top_up_most_per_month numeric CHECK (top_up_most_per_month > 0),
    created_at           timestamptz NOT NULL,
    CONSTRAINT credit_account_once UNIQUE (tenant_id, consumer_id, currency),
    CONSTRAINT credit_account_of_tenant UNIQUE (tenant_id, id),
    CONSTRAINT credit_account_top_up CHECK ((top_up_below IS NULL) = (top_up_most_per_month IS NULL)
        AND (top_up_below IS NULL OR (top_up_amount IS NULL) <> (top_up_target IS NULL)))
);

CREATE TABLE billing.credit_grant (
    id           uuid PRIMARY KEY,
    tenant_id    uuid        NOT NULL,
    account_id   uuid        NOT NULL,
    name         text        NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    amount       numeric     NOT NULL CHECK (amount > 0),
    priority     integer     NOT NULL,
    origin       text        NOT NULL CHECK (origin IN ('promotional', 'paid', 'credit-note')),
    effective_at timestamptz NOT NULL,
    expires_at   timestamptz CHECK (expires_at > effective_at),
    created_at   timestamptz NOT NULL,
    -- base, usage, or meters' keys; empty: everything
    only_for     text[]      NOT NULL,
    recurs_every integer CHECK (recurs_every > 0),
    recurs_unit  text CHECK (recurs_unit IN ('days', 'weeks', 'months', 'years')),
    recurs_from  timestamptz,
    recurs_zone  text,
    voided_at    timestamptz,
    CONSTRAINT credit_grant_account FOREIGN KEY (tenant_id, account_id) REFERENCES billing.credit_account (tenant_id, id),
    CONSTRAINT credit_grant_recurs CHECK (num_nulls(recurs_every, recurs_unit, recurs_from, recurs_zone) IN (0, 4))
);
CREATE INDEX credit_grant_of_account ON billing.credit_grant (account_id);

CREATE TABLE billing.credit_movement (
    id          uuid PRIMARY KEY,
    tenant_id   uuid        NOT NULL,
    account_id  uuid        NOT NULL,
    -- 1, 2, 3… in its account, in the order of time
    position    bigint      NOT NULL CHECK (position > 0),
    key         text        NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
    kind        text        NOT NULL CHECK (kind IN ('granted', 'refilled', 'spent', 'returned', 'repaid', 'expired', 'voided', 'refunded')),
    at          timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    CONSTRAINT credit_movement_position UNIQUE (account_id, position),
    CONSTRAINT credit_movement_once UNIQUE (account_id, key),
    CONSTRAINT credit_movement_account FOREIGN KEY (tenant_id, account_id) REFERENCES billing.credit_account (tenant_id, id)
);

CREATE TABLE billing.credit_posting (
    id          uuid PRIMARY KEY,
    tenant_id   uuid    NOT NULL,
    movement_id uuid    NOT NULL REFERENCES billing.credit_movement (id),
    place       integer NOT NULL,
    kind        text    NOT NULL,
    -- the grant or the document; null where the kind says all
    subject     uuid,
    amount      numeric NOT NULL CHECK (amount <> 0),
    CONSTRAINT credit_posting_place UNIQUE (movement_id, place)
);

-- Credit that was ordered and is not yet paid, or was. Its number is what the payer quotes.
CREATE TABLE billing.credit_purchase (
    id         uuid PRIMARY KEY,
    tenant_id  uuid        NOT NULL,
    account_id uuid        NOT NULL,
    number     bigint      NOT NULL CHECK (number > 0),
    amount     numeric     NOT NULL CHECK (amount > 0),
    paid       numeric     NOT NULL CHECK (paid BETWEEN 0 AND amount),
    automatic  boolean     NOT NULL,
    created_at timestamptz NOT NULL,
    paid_at    timestamptz,
    CONSTRAINT credit_purchase_number UNIQUE (tenant_id, number),
    CONSTRAINT credit_purchase_account FOREIGN KEY (tenant_id, account_id) REFERENCES billing.credit_account (tenant_id, id),
    CONSTRAINT credit_purchase_paid CHECK ((paid_at IS NULL) = (paid < amount))
);
CREATE INDEX credit_purchase_page ON billing.credit_purchase (account_id, id);

-- Checked when the transaction commits: a movement is all of its postings.
CREATE FUNCTION billing.check_credit_movement() RETURNS trigger
    LANGUAGE plpgsql AS
$$
DECLARE
    checked uuid := CASE WHEN TG_TABLE_NAME = 'credit_movement' THEN (to_jsonb(NEW) ->> 'id')::uuid ELSE (to_jsonb(NEW) ->> 'movement_id')::uuid END;
BEGIN
    IF (SELECT sum(p.amount) FROM billing.credit_posting p WHERE p.movement_id = checked) IS DISTINCT FROM 0 THEN
        RAISE EXCEPTION 'the postings of % do not sum to zero', checked USING ERRCODE = 'check_violation', CONSTRAINT = 'credit_movement_sums_to_zero';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER credit_movement_sums_to_zero AFTER INSERT ON billing.credit_movement
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION billing.check_credit_movement();
CREATE CONSTRAINT TRIGGER credit_posting_sums_to_zero AFTER INSERT ON billing.credit_posting
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION billing.check_credit_movement();

-- What was booked is final as long as its tenant is there; who erases the tenant erases it as well.
CREATE FUNCTION billing.refuse_change_of_booking() RETURNS trigger
    LANGUAGE plpgsql AS
$$
BEGIN
    IF TG_OP = 'DELETE' AND portal.is_erasing(OLD.tenant_id) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'what was booked never changes: % of % is refused', lower(TG_OP), TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER credit_movement_is_final BEFORE UPDATE OR DELETE ON billing.credit_movement FOR EACH ROW EXECUTE FUNCTION billing.refuse_change_of_booking();
CREATE TRIGGER credit_movement_stays BEFORE TRUNCATE ON billing.credit_movement EXECUTE FUNCTION billing.refuse_change_of_booking();
CREATE TRIGGER credit_posting_is_final BEFORE UPDATE OR DELETE ON billing.credit_posting FOR EACH ROW EXECUTE FUNCTION billing.refuse_change_of_booking();
CREATE TRIGGER credit_posting_stays BEFORE TRUNCATE ON billing.credit_posting EXECUTE FUNCTION billing.refuse_change_of_booking();

DO
$$
DECLARE
    walled text;
BEGIN
    FOREACH walled IN ARRAY ARRAY ['credit_account', 'credit_grant', 'credit_movement', 'credit_posting', 'credit_purchase']
    LOOP
        EXECUTE format('ALTER TABLE billing.%I ENABLE ROW LEVEL SECURITY', walled);
        EXECUTE format('ALTER TABLE billing.%I FORCE ROW LEVEL SECURITY', walled);
        EXECUTE format('CREATE POLICY own_tenant ON billing.%I USING (tenant_id = billing.current_tenant()) WITH CHECK (tenant_id = billing.current_tenant())', walled);
    END LOOP;
END
$$;
GRANT SELECT, INSERT, UPDATE (mode, top_up_below, top_up_amount, top_up_target, top_up_most_per_month) ON billing.credit_account TO tallygate_app;
GRANT SELECT, INSERT, UPDATE (voided_at) ON billing.credit_grant TO tallygate_app;
GRANT SELECT, INSERT ON billing.credit_movement, billing.credit_posting TO tallygate_app;
GRANT SELECT, INSERT, UPDATE (paid, paid_at) ON billing.credit_purchase TO tallygate_app;
