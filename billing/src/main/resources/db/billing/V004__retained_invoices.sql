-- Invoices of tenants that are no more, as the law wants them kept: each whole, as it was issued, and nothing that leads to a login.

CREATE TABLE billing.retained_invoice (
    id           uuid PRIMARY KEY,
    tenant_id    uuid        NOT NULL,
    series       text        NOT NULL,
    number       bigint      NOT NULL,
    issued_on    date        NOT NULL,
    retain_until date        NOT NULL,
    invoice      jsonb       NOT NULL,
    lines        jsonb       NOT NULL,
    file_name    text        NOT NULL,
    media_type   text        NOT NULL,
    bytes        bytea       NOT NULL,
    sha256       text        NOT NULL,
    CONSTRAINT retained_invoice_is_what_was_hashed CHECK (sha256 = encode(sha256(bytes), 'hex'))
);
CREATE INDEX retained_invoice_page ON billing.retained_invoice (tenant_id, id);
CREATE INDEX retained_invoice_age ON billing.retained_invoice (retain_until);

ALTER TABLE billing.retained_invoice ENABLE ROW LEVEL SECURITY;
ALTER TABLE billing.retained_invoice FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON billing.retained_invoice USING (tenant_id = billing.current_tenant()) WITH CHECK (tenant_id = billing.current_tenant());
CREATE POLICY operator_reads ON billing.retained_invoice FOR SELECT TO tallygate_operator USING (true);
CREATE POLICY operator_forgets ON billing.retained_invoice FOR DELETE TO tallygate_operator USING (retain_until < current_date);
GRANT USAGE ON SCHEMA billing TO tallygate_operator;
GRANT SELECT, DELETE ON billing.retained_invoice TO tallygate_operator;

-- Until the end of the year, so many years after the one in which it was issued.
CREATE FUNCTION billing.retain_invoices(years integer) RETURNS bigint
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
    ON CONFLICT (id) DO NOTHING;
    SELECT count(*) INTO retained FROM billing.retained_invoice r WHERE r.tenant_id = billing.current_tenant();
    RETURN retained;
END
$$;
REVOKE ALL ON FUNCTION billing.retain_invoices FROM PUBLIC;
GRANT EXECUTE ON FUNCTION billing.retain_invoices TO tallygate_operator;

-- What was issued still never changes; of a tenant that is being erased it goes once it is retained.
CREATE OR REPLACE FUNCTION billing.refuse_change() RETURNS trigger
    LANGUAGE plpgsql AS
$$
DECLARE
    erased jsonb;
BEGIN
    IF TG_OP = 'DELETE' AND portal.is_erasing(OLD.tenant_id) THEN
        IF TG_TABLE_NAME = 'billed_period' THEN
            RETURN OLD;
        END IF;
        IF TG_TABLE_NAME <> 'invoice_document' THEN
            erased := to_jsonb(OLD);
        ELSE
            erased := jsonb_build_object('invoice_id', OLD.invoice_id);
        END IF;
        IF EXISTS (SELECT FROM billing.retained_invoice r WHERE r.tenant_id = OLD.tenant_id
                AND r.id = (erased ->> CASE TG_TABLE_NAME WHEN 'invoice' THEN 'id' ELSE 'invoice_id' END)::uuid) THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION 'what was issued never changes: % of % is refused', lower(TG_OP), TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END
$$;
