-- Who sells, which tax is owed, and what coupons take off. These are settings: documents copy what they need of them.

CREATE TABLE billing.legal_entity (
    id            uuid PRIMARY KEY DEFAULT uuidv7(),
    tenant_id     uuid        NOT NULL DEFAULT billing.current_tenant(),
    slug          text        NOT NULL CHECK (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
    name          text        NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    -- as printed, a line a line
    address       text        NOT NULL CHECK (length(address) BETWEEN 1 AND 1000),
    country       text        NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
    vat_id        text        CHECK (length(vat_id) BETWEEN 4 AND 20),
    tax_number    text        CHECK (length(tax_number) BETWEEN 1 AND 40),
    email         text        CHECK (length(email) BETWEEN 3 AND 254),
    iban          text        CHECK (iban ~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}$'),
    bic           text        CHECK (bic ~ '^[A-Z0-9]{8}([A-Z0-9]{3})?$'),
    -- before the year in its numbers; none for one entity at most
    series        text        NOT NULL CHECK (series ~ '^[A-Z0-9]{0,10}$' AND series <> 'CN'),
    tax_included  boolean     NOT NULL DEFAULT false,
    tax_rounding  text        NOT NULL DEFAULT 'per-rate' CHECK (tax_rounding IN ('per-rate', 'on-document')),
    payment_days  integer     NOT NULL DEFAULT 14 CHECK (payment_days BETWEEN 0 AND 365),
    review_hours  integer     NOT NULL DEFAULT 0 CHECK (review_hours BETWEEN 0 AND 720),
    is_default    boolean     NOT NULL DEFAULT false,
    created_at    timestamptz NOT NULL DEFAULT now(),
    updated_at    timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT legal_entity_of_tenant UNIQUE (tenant_id, id),
    CONSTRAINT legal_entity_slug UNIQUE (tenant_id, slug),
    CONSTRAINT legal_entity_series UNIQUE (tenant_id, series)
);
CREATE UNIQUE INDEX legal_entity_one_default ON billing.legal_entity (tenant_id) WHERE is_default;
CREATE INDEX legal_entity_page ON billing.legal_entity (tenant_id, id);

CREATE TABLE billing.tax_rule (
    id          uuid PRIMARY KEY DEFAULT uuidv7(),
    tenant_id   uuid          NOT NULL DEFAULT billing.current_tenant(),
    country     text          NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
    -- of what is sold; null: of everything there that has no rule of its own
    tax_code    text          CHECK (tax_code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$'),
    name        text          NOT NULL CHECK (length(name) BETWEEN 1 AND 40),
    percent     numeric(7, 4) NOT NULL CHECK (percent BETWEEN 0 AND 100),
    valid_from  date          NOT NULL,
    -- the day after the last
    valid_to    date          CHECK (valid_to > valid_from),
    CONSTRAINT tax_rule_once UNIQUE NULLS NOT DISTINCT (tenant_id, country, tax_code, valid_from)
);
CREATE INDEX tax_rule_page ON billing.tax_rule (tenant_id, id);

-- What tax asks of a consumer, and which entity sells to it.
CREATE TABLE billing.consumer_tax (
    tenant_id       uuid        NOT NULL DEFAULT billing.current_tenant(),
    consumer_id     uuid        NOT NULL,
    vat_id          text        CHECK (length(vat_id) BETWEEN 4 AND 20),
    -- why it is exempt, as printed
    exemption       text        CHECK (length(exemption) BETWEEN 1 AND 200),
    legal_entity_id uuid,
    updated_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, consumer_id),
    CONSTRAINT consumer_tax_entity FOREIGN KEY (tenant_id, legal_entity_id) REFERENCES billing.legal_entity (tenant_id, id)
);

CREATE TABLE billing.coupon (
    id               uuid PRIMARY KEY DEFAULT uuidv7(),
    tenant_id        uuid        NOT NULL DEFAULT billing.current_tenant(),
    code             text        NOT NULL CHECK (code ~ '^[A-Z0-9][A-Z0-9-]{1,39}$'),
    name             text        NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    amount           numeric     CHECK (amount > 0),
    currency         text        CHECK (currency ~ '^[A-Z]{3}$'),
    percent          numeric(7, 4) CHECK (percent > 0 AND percent <= 100),
    lasts            text        NOT NULL CHECK (lasts IN ('once', 'repeating', 'forever')),
    invoices         integer     CHECK (invoices BETWEEN 1 AND 120),
    -- keys of rate cards, with commas between them; null: all
    only_cards       text        CHECK (length(only_cards) BETWEEN 1 AND 2000),
    valid_from       timestamptz NOT NULL,
    valid_to         timestamptz CHECK (valid_to > valid_from),
    redemption_limit integer     CHECK (redemption_limit >= 1),
    redeemed         integer     NOT NULL DEFAULT 0,
    archived_at      timestamptz,
    created_at       timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT coupon_of_tenant UNIQUE (tenant_id, id),
    CONSTRAINT coupon_code UNIQUE (tenant_id, code),
    CONSTRAINT coupon_takes_one_thing CHECK ((amount IS NULL) <> (percent IS NULL)),
    CONSTRAINT coupon_amount_has_a_currency CHECK ((amount IS NULL) = (currency IS NULL)),
    CONSTRAINT coupon_repeats_so_often CHECK ((lasts = 'repeating') = (invoices IS NOT NULL)),
    CONSTRAINT coupon_is_not_redeemed_too_often CHECK (redeemed BETWEEN 0 AND coalesce(redemption_limit, 2147483647))
);
CREATE INDEX coupon_page ON billing.coupon (tenant_id, id);

CREATE TABLE billing.coupon_redemption (
    id            uuid PRIMARY KEY DEFAULT uuidv7(),
    tenant_id     uuid        NOT NULL DEFAULT billing.current_tenant(),
    coupon_id     uuid        NOT NULL,
    consumer_id   uuid        NOT NULL,
    redeemed_at   timestamptz NOT NULL,
    -- of an amount that lasts once: what invoices have taken of it
    used          numeric     NOT NULL DEFAULT 0 CHECK (used >= 0),
    invoices_left integer     CHECK (invoices_left >= 0),
    ended_at      timestamptz,
    CONSTRAINT coupon_redemption_once UNIQUE (tenant_id, coupon_id, consumer_id),
    CONSTRAINT coupon_redemption_coupon FOREIGN KEY (tenant_id, coupon_id) REFERENCES billing.coupon (tenant_id, id)
);
CREATE INDEX coupon_redemption_of_consumer ON billing.coupon_redemption (tenant_id, consumer_id, id);

DO
$$
DECLARE
    walled text;
BEGIN
    FOREACH walled IN ARRAY ARRAY ['legal_entity', 'tax_rule', 'consumer_tax', 'coupon', 'coupon_redemption']
    LOOP
        EXECUTE format('ALTER TABLE billing.%I ENABLE ROW LEVEL SECURITY', walled);
        EXECUTE format('ALTER TABLE billing.%I FORCE ROW LEVEL SECURITY', walled);
        EXECUTE format('CREATE POLICY own_tenant ON billing.%I USING (tenant_id = billing.current_tenant()) WITH CHECK (tenant_id = billing.current_tenant())', walled);
    END LOOP;
END
$$;
GRANT SELECT, INSERT, UPDATE ON billing.legal_entity, billing.consumer_tax TO tallygate_app;
GRANT SELECT, INSERT, DELETE ON billing.tax_rule TO tallygate_app;
GRANT SELECT, INSERT, UPDATE (redeemed, archived_at) ON billing.coupon TO tallygate_app;
GRANT SELECT, INSERT, UPDATE (used, invoices_left, ended_at) ON billing.coupon_redemption TO tallygate_app;
