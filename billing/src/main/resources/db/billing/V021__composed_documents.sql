-- An invoice with coupons, tax and credit; credit notes with numbers of their own.

ALTER TABLE billing.invoice
    ADD COLUMN legal_entity_id uuid,
    ADD COLUMN seller_details  jsonb   NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(seller_details) = 'object'),
    ADD COLUMN buyer_vat_id    text,
    -- of the lines, where these contain no tax; null: a document of before taxes
    ADD COLUMN sums            jsonb   CHECK (jsonb_typeof(sums) = 'object' AND sums ->> 'format' = 'sums/1'),
    ADD COLUMN tax_included    boolean NOT NULL DEFAULT false,
    ADD COLUMN already_billed  numeric NOT NULL DEFAULT 0 CHECK (already_billed >= 0),
    ADD COLUMN coupon_total    numeric NOT NULL DEFAULT 0 CHECK (coupon_total >= 0),
    ADD COLUMN tax_total       numeric NOT NULL DEFAULT 0,
    ADD COLUMN credited        numeric NOT NULL DEFAULT 0 CHECK (credited >= 0),
    ADD COLUMN prepaid         numeric NOT NULL DEFAULT 0 CHECK (prepaid >= 0),
    ADD COLUMN due             numeric GENERATED ALWAYS AS (total - credited - prepaid) STORED,
    ADD COLUMN due_on          date,
    -- an earlier document of the same period that this one adds to, because usage came late
    ADD COLUMN supplements     uuid,
    ADD CONSTRAINT invoice_digits CHECK (scale(trim_scale(coupon_total)) <= minor_unit AND scale(trim_scale(tax_total)) <= minor_unit
        AND scale(trim_scale(already_billed)) <= minor_unit AND scale(trim_scale(credited)) <= minor_unit
        AND scale(trim_scale(prepaid)) <= minor_unit),
    ADD CONSTRAINT invoice_due_is_not_negative CHECK (total < 0 OR total - credited - prepaid >= 0),
    ADD CONSTRAINT invoice_legal_entity FOREIGN KEY (tenant_id, legal_entity_id) REFERENCES billing.legal_entity (tenant_id, id),
    ADD CONSTRAINT invoice_supplements FOREIGN KEY (tenant_id, supplements) REFERENCES billing.invoice (tenant_id, id);

-- Its lines − what was billed before − coupons, with the tax that is not in them, are its total.
CREATE OR REPLACE FUNCTION billing.check_invoice_total() RETURNS trigger
    LANGUAGE plpgsql AS
$$
DECLARE
    checked uuid := CASE WHEN TG_TABLE_NAME = 'invoice' THEN (to_jsonb(NEW) ->> 'id')::uuid ELSE (to_jsonb(NEW) ->> 'invoice_id')::uuid END;
    wrong   boolean;
BEGIN
    SELECT (i.line_count, i.total + i.already_billed + i.coupon_total - CASE WHEN i.tax_included THEN 0 ELSE i.tax_total END) IS DISTINCT FROM
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

-- the European e-invoice that lies inside of the PDF, byte by byte
ALTER TABLE billing.invoice_document ADD COLUMN e_invoice bytea;

CREATE TABLE billing.credit_note (
    id              uuid PRIMARY KEY DEFAULT uuidv7(),
    tenant_id       uuid        NOT NULL DEFAULT billing.current_tenant(),
    invoice_id      uuid        NOT NULL,
    series          text        NOT NULL,
    number          bigint      NOT NULL CHECK (number >= 1),
    previous_number bigint GENERATED ALWAYS AS (NULLIF(number - 1, 0)) STORED,
    issued_on       date        NOT NULL,
    issued_at       timestamptz NOT NULL,
    consumer_id     uuid        NOT NULL,
    reason          text        NOT NULL CHECK (length(reason) BETWEEN 1 AND 1000),
    currency        text        NOT NULL,
    minor_unit      integer     NOT NULL,
    net             numeric     NOT NULL CHECK (net >= 0 AND scale(net) = minor_unit),
    tax_total       numeric     NOT NULL CHECK (tax_total >= 0 AND scale(tax_total) = minor_unit),
    total           numeric     NOT NULL CHECK (total > 0 AND total = net + tax_total),
    -- how it is given back
    offset_amount   numeric     NOT NULL CHECK (offset_amount >= 0 AND scale(offset_amount) = minor_unit),
    refund          numeric     NOT NULL CHECK (refund >= 0 AND scale(refund) = minor_unit),
    credit          numeric     NOT NULL CHECK (credit >= 0 AND scale(credit) = minor_unit),
    amounts         jsonb       NOT NULL CHECK (amounts ->> 'format' = 'note/1'),
    -- which calls it is about, as whoever made it named them; null: no certain ones
    evidence        jsonb,
    file_name       text        NOT NULL CHECK (file_name ~ '^[A-Za-z0-9.-]{1,80}$'),
    media_type      text        NOT NULL,
    bytes           bytea       NOT NULL,
    sha256          text        NOT NULL,
    e_invoice       bytea,
    CONSTRAINT credit_note_of_tenant UNIQUE (tenant_id, id),
    CONSTRAINT credit_note_number UNIQUE (tenant_id, series, number),
    CONSTRAINT credit_note_number_follows FOREIGN KEY (tenant_id, series, previous_number) REFERENCES billing.credit_note (tenant_id, series, number),
    CONSTRAINT credit_note_one_currency FOREIGN KEY (tenant_id, invoice_id, currency, minor_unit)
        REFERENCES billing.invoice (tenant_id, id, currency, minor_unit),
    CONSTRAINT credit_note_is_given_back CHECK (offset_amount + refund + credit = total),
    CONSTRAINT credit_note_is_what_was_hashed CHECK (sha256 = encode(sha256(bytes), 'hex'))
);
CREATE INDEX credit_note_of_invoice ON billing.credit_note (tenant_id, invoice_id, id);
CREATE INDEX credit_note_of_consumer ON billing.credit_note (tenant_id, consumer_id, id);

-- All notes of an invoice together give back at most its total. Two at once come one after the other.
CREATE FUNCTION billing.check_credited_total() RETURNS trigger
    LANGUAGE plpgsql AS
$$
BEGIN
    IF (SELECT sum(n.total) FROM billing.credit_note n WHERE n.invoice_id = NEW.invoice_id)
        > (SELECT i.total FROM billing.invoice i WHERE i.id = NEW.invoice_id) THEN
        RAISE EXCEPTION 'more is credited than invoice % was', NEW.invoice_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'credit_note_within_invoice';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER credit_note_within_invoice AFTER INSERT ON billing.credit_note
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION billing.check_credited_total();
CREATE TRIGGER credit_note_is_final BEFORE UPDATE OR DELETE ON billing.credit_note FOR EACH ROW EXECUTE FUNCTION billing.refuse_change();
CREATE TRIGGER credit_note_stays BEFORE TRUNCATE ON billing.credit_note EXECUTE FUNCTION billing.refuse_change();

-- What invoices have used of a note's credit.
CREATE TABLE billing.credit_note_use (
    id         uuid PRIMARY KEY DEFAULT uuidv7(),
    tenant_id  uuid    NOT NULL DEFAULT billing.current_tenant(),
    note_id    uuid    NOT NULL,
    invoice_id uuid    NOT NULL,
    amount     numeric NOT NULL CHECK (amount > 0),
    CONSTRAINT credit_note_use_once UNIQUE (tenant_id, note_id, invoice_id),
    CONSTRAINT credit_note_use_note FOREIGN KEY (tenant_id, note_id) REFERENCES billing.credit_note (tenant_id, id),
    CONSTRAINT credit_note_use_invoice FOREIGN KEY (tenant_id, invoice_id) REFERENCES billing.invoice (tenant_id, id)
);
CREATE INDEX credit_note_use_of_note ON billing.credit_note_use (tenant_id, note_id, id);
CREATE FUNCTION billing.check_note_use() RETURNS trigger
    LANGUAGE plpgsql AS
$$
BEGIN
    -- two invoices that use one note at once come one after the other
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.note_id::text, 20));
    IF (SELECT coalesce(sum(u.amount), 0) FROM billing.credit_note_use u WHERE u.note_id = NEW.note_id) + NEW.amount
        > (SELECT n.credit FROM billing.credit_note n WHERE n.id = NEW.note_id) THEN
        RAISE EXCEPTION 'credit note % has not so much left', NEW.note_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'credit_note_use_within_note';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER credit_note_use_within_note BEFORE INSERT ON billing.credit_note_use FOR EACH ROW EXECUTE FUNCTION billing.check_note_use();
CREATE TRIGGER credit_note_use_is_final BEFORE UPDATE OR DELETE ON billing.credit_note_use FOR EACH ROW EXECUTE FUNCTION billing.refuse_change();

-- Invoices that nobody expects to be paid any more.
CREATE TABLE billing.invoice_given_up (
    tenant_id   uuid        NOT NULL DEFAULT billing.current_tenant(),
    invoice_id  uuid        NOT NULL,
    reason      text        NOT NULL CHECK (length(reason) BETWEEN 1 AND 1000),
    given_up_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, invoice_id),
    CONSTRAINT invoice_given_up_invoice FOREIGN KEY (tenant_id, invoice_id) REFERENCES billing.invoice (tenant_id, id)
);

-- A line says of which kind it is and, where its price is more than one number, by which steps it came about.
ALTER TABLE billing.invoice_line
    ADD COLUMN kind     text NOT NULL DEFAULT 'usage'
        CHECK (kind IN ('usage', 'flat', 'minimum', 'maximum', 'commitment', 'discount', 'credit')),
    ADD COLUMN card     text NOT NULL DEFAULT 'requests' CHECK (length(card) BETWEEN 1 AND 64),
    ADD COLUMN name     text NOT NULL DEFAULT '' CHECK (length(name) <= 200),
    ADD COLUMN tax_code text,
    ADD COLUMN steps    jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(steps) = 'array' AND octet_length(steps::text) <= 1000000),
    ALTER COLUMN meter DROP NOT NULL,
    ALTER COLUMN unit_price DROP NOT NULL,
    DROP CONSTRAINT invoice_line_quantity_check,
    DROP CONSTRAINT invoice_line_price_model_check,
    ADD CONSTRAINT invoice_line_price_model_check CHECK (price_model IN ('per-unit', 'steps')),
    ADD CONSTRAINT invoice_line_per_unit_is_whole CHECK (price_model <> 'per-unit' OR (meter IS NOT NULL AND unit_price IS NOT NULL AND quantity >= 0)),
    DROP CONSTRAINT invoice_line_billed_once;
-- That nothing is billed twice is what closed periods see to; usage that came late is a second line of the same time.
CREATE INDEX invoice_line_of_subscription ON billing.invoice_line (subscription_id, period_from);

DO
$$
DECLARE
    walled text;
BEGIN
    FOREACH walled IN ARRAY ARRAY ['credit_note', 'credit_note_use', 'invoice_given_up']
    LOOP
        EXECUTE format('ALTER TABLE billing.%I ENABLE ROW LEVEL SECURITY', walled);
        EXECUTE format('ALTER TABLE billing.%I FORCE ROW LEVEL SECURITY', walled);
        EXECUTE format('CREATE POLICY own_tenant ON billing.%I USING (tenant_id = billing.current_tenant()) WITH CHECK (tenant_id = billing.current_tenant())', walled);
    END LOOP;
END
$$;
GRANT SELECT, INSERT ON billing.credit_note, billing.credit_note_use TO tallygate_app;
GRANT SELECT, INSERT ON billing.invoice_given_up TO tallygate_app;

-- Notes are kept as long as invoices are.
CREATE OR REPLACE FUNCTION billing.retain_invoices(years integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = billing, pg_temp AS
$$
DECLARE
    retained bigint;
BEGIN
    IF portal.is_erasing(billing.current_tenant()) IS NOT TRUE THEN
        RAISE EXCEPTION 'no erasure of this tenant is running' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO billing.retained_invoice
    SELECT i.id, i.tenant_id, i.series, i.number, i.issued_on,
           make_date(extract(year FROM i.issued_on)::integer + years, 12, 31), to_jsonb(i),
           (SELECT jsonb_agg(to_jsonb(l) ORDER BY l.position) FROM billing.invoice_line l WHERE l.invoice_id = i.id),
           d.file_name, d.media_type, d.bytes, d.sha256
    FROM billing.invoice i JOIN billing.invoice_document d ON d.invoice_id = i.id
    WHERE i.tenant_id = billing.current_tenant()
    UNION ALL
    SELECT n.id, n.tenant_id, n.series, n.number, n.issued_on,
           make_date(extract(year FROM n.issued_on)::integer + years, 12, 31),
           to_jsonb(n) - 'bytes' - 'e_invoice' || jsonb_build_object('buyer_name', i.buyer_name), '[]',
           n.file_name, n.media_type, n.bytes, n.sha256
    FROM billing.credit_note n JOIN billing.invoice i ON i.id = n.invoice_id
    WHERE n.tenant_id = billing.current_tenant()
    ON CONFLICT (id) DO NOTHING;
    SELECT count(*) INTO retained FROM billing.retained_invoice r WHERE r.tenant_id = billing.current_tenant();
    RETURN retained;
END
$$;
