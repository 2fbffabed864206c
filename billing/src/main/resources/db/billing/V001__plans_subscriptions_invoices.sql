-- What is sold, who has it, and what was billed. Consumers, applications and APIs are the portal's: here they are plain ids.
-- Every row belongs to a tenant. References carry the tenant too, so that none can lead into another one's rows.

CREATE FUNCTION billing.current_tenant() RETURNS uuid
    LANGUAGE sql STABLE
    RETURN NULLIF(current_setting('tallygate.tenant', true), '')::uuid;

-- catalogue -----------------------------------------------------------------------------------------------------------

CREATE TABLE billing.product (
    id          uuid PRIMARY KEY,
    tenant_id   uuid        NOT NULL,
    slug        text        NOT NULL CHECK (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
    name        text        NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    description text        NOT NULL CHECK (length(description) <= 4000),
    api_ids     uuid[]      NOT NULL CHECK (cardinality(api_ids) BETWEEN 1 AND 1000 AND array_position(api_ids, NULL) IS NULL),
    created_at  timestamptz NOT NULL,
    CONSTRAINT product_of_tenant UNIQUE (tenant_id, id),
    CONSTRAINT product_slug UNIQUE (tenant_id, slug)
);
CREATE INDEX product_apis ON billing.product USING gin (api_ids);

CREATE TABLE billing.plan (
    id          uuid PRIMARY KEY,
    tenant_id   uuid        NOT NULL,
    product_id  uuid        NOT NULL,
    slug        text        NOT NULL CHECK (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
    name        text        NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    description text        NOT NULL CHECK (length(description) <= 4000),
    created_at  timestamptz NOT NULL,
    CONSTRAINT plan_of_tenant UNIQUE (tenant_id, id),
    CONSTRAINT plan_slug UNIQUE (tenant_id, product_id, slug),
    CONSTRAINT plan_product FOREIGN KEY (tenant_id, product_id) REFERENCES billing.product (tenant_id, id)
);

CREATE TABLE billing.plan_version (
    id            uuid PRIMARY KEY,
    tenant_id     uuid            NOT NULL,
    plan_id       uuid            NOT NULL,
    version       integer         NOT NULL CHECK (version >= 1),
    status        text            NOT NULL CHECK (status IN ('draft', 'published', 'archived')),
    price_model   text            NOT NULL CHECK (price_model IN ('per-unit')),
    unit_price    numeric(24, 12) NOT NULL CHECK (unit_price >= 0),
    currency      text            NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    monthly_quota bigint CHECK (monthly_quota >= 1),
    rate_calls    integer CHECK (rate_calls >= 1),
    rate_seconds  integer CHECK (rate_seconds BETWEEN 1 AND 86400),
    created_at    timestamptz     NOT NULL,
    published_at  timestamptz,
    CONSTRAINT plan_version_of_tenant UNIQUE (tenant_id, id),
    CONSTRAINT plan_version_number UNIQUE (tenant_id, plan_id, version),
    CONSTRAINT plan_version_plan FOREIGN KEY (tenant_id, plan_id) REFERENCES billing.plan (tenant_id, id),
    CONSTRAINT plan_version_rate_is_whole CHECK ((rate_calls IS NULL) = (rate_seconds IS NULL)),
    CONSTRAINT plan_version_published_once CHECK ((status = 'draft') = (published_at IS NULL))
);
CREATE UNIQUE INDEX plan_version_one_published ON billing.plan_version (plan_id) WHERE status = 'published';
CREATE UNIQUE INDEX plan_version_one_draft ON billing.plan_version (plan_id) WHERE status = 'draft';

-- A subscription is pinned to a version, so a version's terms are for ever; only its life goes on.
CREATE FUNCTION billing.keep_plan_terms() RETURNS trigger
    LANGUAGE plpgsql AS
$$
BEGIN
    IF (NEW.tenant_id, NEW.plan_id, NEW.version, NEW.price_model, NEW.unit_price, NEW.currency, NEW.monthly_quota, NEW.rate_calls, NEW.rate_seconds)
        IS DISTINCT FROM
       (OLD.tenant_id, OLD.plan_id, OLD.version, OLD.price_model, OLD.unit_price, OLD.currency, OLD.monthly_quota, OLD.rate_calls, OLD.rate_seconds) THEN
        RAISE EXCEPTION 'a plan version''s terms never change: make a new version' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NOT (NEW.status = OLD.status OR (OLD.status, NEW.status) IN (('draft', 'published'), ('published', 'archived'))) THEN
        RAISE EXCEPTION 'a plan version cannot go from % to %', OLD.status, NEW.status USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER plan_version_keeps_its_terms BEFORE UPDATE ON billing.plan_version FOR EACH ROW EXECUTE FUNCTION billing.keep_plan_terms();

-- subscriptions -------------------------------------------------------------------------------------------------------

CREATE TABLE billing.subscription (
    id              uuid PRIMARY KEY,
    tenant_id       uuid        NOT NULL,
    consumer_id     uuid        NOT NULL,
    application_id  uuid        NOT NULL,
    product_id      uuid        NOT NULL,
    plan_version_id uuid        NOT NULL,
    time_zone       text        NOT NULL CHECK (length(time_zone) BETWEEN 1 AND 64),
    status          text        NOT NULL CHECK (status IN ('active', 'cancelled')),
    starts_at       timestamptz NOT NULL,
    ends_at         timestamptz CHECK (ends_at >= starts_at),
    created_at      timestamptz NOT NULL,
    CONSTRAINT subscription_of_tenant UNIQUE (tenant_id, id),
    CONSTRAINT subscription_product FOREIGN KEY (tenant_id, product_id) REFERENCES billing.product (tenant_id, id),
    CONSTRAINT subscription_plan_version FOREIGN KEY (tenant_id, plan_version_id) REFERENCES billing.plan_version (tenant_id, id),
    CONSTRAINT subscription_cancelled_has_an_end CHECK (status <> 'cancelled' OR ends_at IS NOT NULL)
);
CREATE UNIQUE INDEX subscription_one_active ON billing.subscription (application_id, product_id) WHERE status = 'active';
CREATE INDEX subscription_of_consumer ON billing.subscription (tenant_id, consumer_id, id);
CREATE INDEX subscription_of_product ON billing.subscription (tenant_id, product_id, id);

-- documents -----------------------------------------------------------------------------------------------------------

-- The row is locked from a number's allotment to its transaction's end.
CREATE TABLE billing.number_series (
    tenant_id      uuid   NOT NULL DEFAULT billing.current_tenant(),
    series         text   NOT NULL CHECK (series ~ '^[A-Z0-9-]{1,20}$'),
    last_number    bigint NOT NULL CHECK (last_number >= 1),
    last_issued_on date   NOT NULL,
    PRIMARY KEY (tenant_id, series)
);

CREATE TABLE billing.invoice (
    id              uuid PRIMARY KEY,
    tenant_id       uuid        NOT NULL,
    series          text        NOT NULL,
    number          bigint      NOT NULL CHECK (number >= 1),
    -- a number needs the one before it: a gap cannot be written down
    previous_number bigint GENERATED ALWAYS AS (NULLIF(number - 1, 0)) STORED,
    issued_on       date        NOT NULL,
    issued_at       timestamptz NOT NULL,
    consumer_id     uuid        NOT NULL,
    seller_name     text        NOT NULL CHECK (seller_name <> ''),
    seller_address  text[]      NOT NULL,
    seller_country  text        NOT NULL,
    buyer_name      text        NOT NULL CHECK (buyer_name <> ''),
    buyer_address   text[]      NOT NULL,
    buyer_country   text,
    language        text        NOT NULL CHECK (language IN ('en', 'de')),
    period_from     timestamptz NOT NULL,
    period_to       timestamptz NOT NULL CHECK (period_to > period_from),
    time_zone       text        NOT NULL,
    currency        text        NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    minor_unit      integer     NOT NULL CHECK (minor_unit BETWEEN 0 AND 4),
    total           numeric     NOT NULL CHECK (scale(total) = minor_unit),
    line_count      integer     NOT NULL CHECK (line_count >= 1),
    CONSTRAINT invoice_of_tenant UNIQUE (tenant_id, id),
    CONSTRAINT invoice_currency UNIQUE (tenant_id, id, currency, minor_unit),
    CONSTRAINT invoice_number UNIQUE (tenant_id, series, number),
    CONSTRAINT invoice_number_follows FOREIGN KEY (tenant_id, series, previous_number) REFERENCES billing.invoice (tenant_id, series, number)
);
CREATE INDEX invoice_of_consumer ON billing.invoice (tenant_id, consumer_id, id);

CREATE TABLE billing.invoice_line (
    id              uuid PRIMARY KEY,
    tenant_id       uuid            NOT NULL,
    invoice_id      uuid            NOT NULL,
    position        integer         NOT NULL CHECK (position >= 1),
    subscription_id uuid            NOT NULL,
    application_id  uuid            NOT NULL,
    plan_version_id uuid            NOT NULL,
    product         text            NOT NULL,
    plan            text            NOT NULL,
    meter           text            NOT NULL,
    period_from     timestamptz     NOT NULL,
    period_to       timestamptz     NOT NULL CHECK (period_to > period_from),
    quantity        numeric         NOT NULL CHECK (quantity >= 0),
    price_model     text            NOT NULL CHECK (price_model IN ('per-unit')),
    unit_price      numeric(24, 12) NOT NULL CHECK (unit_price >= 0),
    currency        text            NOT NULL,
    minor_unit      integer         NOT NULL,
    amount          numeric         NOT NULL CHECK (scale(amount) = minor_unit),
    CONSTRAINT invoice_line_position UNIQUE (invoice_id, position),
    CONSTRAINT invoice_line_billed_once UNIQUE (subscription_id, meter, period_from),
    CONSTRAINT invoice_line_one_currency FOREIGN KEY (tenant_id, invoice_id, currency, minor_unit)
        REFERENCES billing.invoice (tenant_id, id, currency, minor_unit),
    CONSTRAINT invoice_line_subscription FOREIGN KEY (tenant_id, subscription_id) REFERENCES billing.subscription (tenant_id, id),
    CONSTRAINT invoice_line_plan_version FOREIGN KEY (tenant_id, plan_version_id) REFERENCES billing.plan_version (tenant_id, id),
    -- PostgreSQL rounds a numeric's halves away from zero, which for amounts from 0 on is half up
    CONSTRAINT invoice_line_adds_up CHECK (price_model <> 'per-unit' OR amount = round(quantity * unit_price, minor_unit))
);

CREATE TABLE billing.billed_period (
    id              uuid PRIMARY KEY,
    tenant_id       uuid        NOT NULL,
    subscription_id uuid        NOT NULL,
    meter           text        NOT NULL,
    period_from     timestamptz NOT NULL,
    period_to       timestamptz NOT NULL CHECK (period_to > period_from),
    quantity        numeric     NOT NULL CHECK (quantity >= 0),
    invoice_id      uuid,
    closed_at       timestamptz NOT NULL CHECK (closed_at >= period_to),
    CONSTRAINT billed_period_once UNIQUE (subscription_id, meter, period_from),
    CONSTRAINT billed_period_subscription FOREIGN KEY (tenant_id, subscription_id) REFERENCES billing.subscription (tenant_id, id),
    CONSTRAINT billed_period_invoice FOREIGN KEY (tenant_id, invoice_id) REFERENCES billing.invoice (tenant_id, id),
    CONSTRAINT billed_period_usage_is_invoiced CHECK ((invoice_id IS NULL) = (quantity = 0))
);
CREATE INDEX billed_period_of_invoice ON billing.billed_period (invoice_id);

CREATE TABLE billing.invoice_document (
    invoice_id uuid PRIMARY KEY,
    tenant_id  uuid  NOT NULL,
    file_name  text  NOT NULL CHECK (file_name ~ '^[A-Za-z0-9.-]{1,80}$'),
    media_type text  NOT NULL,
    bytes      bytea NOT NULL,
    sha256     text  NOT NULL,
    CONSTRAINT invoice_document_invoice FOREIGN KEY (tenant_id, invoice_id) REFERENCES billing.invoice (tenant_id, id),
    CONSTRAINT invoice_document_is_what_was_hashed CHECK (sha256 = encode(sha256(bytes), 'hex'))
);

-- No instant of a subscription is closed twice, whoever asks: the subscription's lock puts two at once in a row.
CREATE FUNCTION billing.refuse_overlapping_period() RETURNS trigger
    LANGUAGE plpgsql AS
$$
BEGIN
    PERFORM 1 FROM billing.subscription WHERE id = NEW.subscription_id FOR UPDATE;
    IF EXISTS (SELECT 1 FROM billing.billed_period b
               WHERE b.subscription_id = NEW.subscription_id AND b.meter = NEW.meter
                 AND b.period_from < NEW.period_to AND b.period_to > NEW.period_from) THEN
        RAISE EXCEPTION 'part of this period is closed already' USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'billed_period_no_overlap';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER billed_period_no_overlap BEFORE INSERT ON billing.billed_period FOR EACH ROW EXECUTE FUNCTION billing.refuse_overlapping_period();

-- Checked when the transaction commits: an invoice is all of its lines, and no line comes later.
CREATE FUNCTION billing.check_invoice_total() RETURNS trigger
    LANGUAGE plpgsql AS
$$
DECLARE
    checked uuid := CASE WHEN TG_TABLE_NAME = 'invoice' THEN (to_jsonb(NEW) ->> 'id')::uuid ELSE (to_jsonb(NEW) ->> 'invoice_id')::uuid END;
    wrong   boolean;
BEGIN
    SELECT (i.line_count, i.total) IS DISTINCT FROM
           (SELECT (count(*)::integer, sum(l.amount)) FROM billing.invoice_line l WHERE l.invoice_id = i.id)
           OR NOT EXISTS (SELECT 1 FROM billing.invoice_document d WHERE d.invoice_id = i.id)
    INTO wrong FROM billing.invoice i WHERE i.id = checked;
    IF wrong THEN
        RAISE EXCEPTION 'invoice % is not the sum of its lines, or has no document', checked
            USING ERRCODE = 'check_violation', CONSTRAINT = 'invoice_is_complete';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER invoice_is_complete AFTER INSERT ON billing.invoice
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION billing.check_invoice_total();
CREATE CONSTRAINT TRIGGER invoice_line_belongs AFTER INSERT ON billing.invoice_line
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION billing.check_invoice_total();

-- What was issued is credited, never edited. The application's role has no right to change these rows anyway; this also stops
-- the owner's.
CREATE FUNCTION billing.refuse_change() RETURNS trigger
    LANGUAGE plpgsql AS
$$
BEGIN
    RAISE EXCEPTION 'what was issued never changes: % of % is refused', lower(TG_OP), TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER invoice_is_final BEFORE UPDATE OR DELETE ON billing.invoice FOR EACH ROW EXECUTE FUNCTION billing.refuse_change();
CREATE TRIGGER invoice_stays BEFORE TRUNCATE ON billing.invoice EXECUTE FUNCTION billing.refuse_change();
CREATE TRIGGER invoice_line_is_final BEFORE UPDATE OR DELETE ON billing.invoice_line FOR EACH ROW EXECUTE FUNCTION billing.refuse_change();
CREATE TRIGGER invoice_line_stays BEFORE TRUNCATE ON billing.invoice_line EXECUTE FUNCTION billing.refuse_change();
CREATE TRIGGER invoice_document_is_final BEFORE UPDATE OR DELETE ON billing.invoice_document FOR EACH ROW EXECUTE FUNCTION billing.refuse_change();
CREATE TRIGGER invoice_document_stays BEFORE TRUNCATE ON billing.invoice_document EXECUTE FUNCTION billing.refuse_change();
CREATE TRIGGER billed_period_is_final BEFORE UPDATE OR DELETE ON billing.billed_period FOR EACH ROW EXECUTE FUNCTION billing.refuse_change();
CREATE TRIGGER billed_period_stays BEFORE TRUNCATE ON billing.billed_period EXECUTE FUNCTION billing.refuse_change();

-- walls between tenants -----------------------------------------------------------------------------------------------

DO
$$
DECLARE
    walled text;
BEGIN
    FOREACH walled IN ARRAY ARRAY ['product', 'plan', 'plan_version', 'subscription', 'number_series', 'invoice', 'invoice_line', 'billed_period', 'invoice_document']
    LOOP
        EXECUTE format('ALTER TABLE billing.%I ENABLE ROW LEVEL SECURITY', walled);
        EXECUTE format('ALTER TABLE billing.%I FORCE ROW LEVEL SECURITY', walled);
        EXECUTE format('CREATE POLICY own_tenant ON billing.%I USING (tenant_id = billing.current_tenant()) WITH CHECK (tenant_id = billing.current_tenant())', walled);
    END LOOP;
END
$$;

GRANT USAGE ON SCHEMA billing TO tallygate_app;
GRANT SELECT, INSERT, UPDATE ON billing.product, billing.plan TO tallygate_app;
GRANT SELECT, INSERT, UPDATE (status, published_at) ON billing.plan_version TO tallygate_app;
GRANT SELECT, INSERT, UPDATE (status, ends_at) ON billing.subscription TO tallygate_app;
GRANT SELECT, INSERT, UPDATE (last_number, last_issued_on) ON billing.number_series TO tallygate_app;
GRANT SELECT, INSERT ON billing.invoice, billing.invoice_line, billing.billed_period, billing.invoice_document TO tallygate_app;
