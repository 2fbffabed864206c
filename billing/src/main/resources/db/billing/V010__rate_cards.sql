-- A plan version's terms are one document (`terms/1`) beside the columns of before: rate cards with prices of every model, bounds, phases,
-- add-ons. What was sold with a price of one call alone keeps its columns, and versions of before the document have nothing else.
-- A version may be meant for one consumer alone; such a consumer is sold this one, everybody else the other.

ALTER TABLE billing.plan_version
    ADD COLUMN terms       jsonb CHECK (jsonb_typeof(terms) = 'object' AND terms ? 'format' AND octet_length(terms::text) <= 1000000),
    ADD COLUMN consumer_id uuid,
    ALTER COLUMN unit_price DROP NOT NULL,
    DROP CONSTRAINT plan_version_price_model_check,
    ADD CONSTRAINT plan_version_price_model_check CHECK (price_model IN ('per-unit', 'rate-cards')),
    ADD CONSTRAINT plan_version_has_a_price CHECK (
        CASE price_model WHEN 'per-unit' THEN unit_price IS NOT NULL ELSE unit_price IS NULL AND terms IS NOT NULL END);

DROP INDEX billing.plan_version_one_published;
DROP INDEX billing.plan_version_one_draft;
CREATE UNIQUE INDEX plan_version_one_published ON billing.plan_version (plan_id, consumer_id) NULLS NOT DISTINCT WHERE status = 'published';
CREATE UNIQUE INDEX plan_version_one_draft ON billing.plan_version (plan_id, consumer_id) NULLS NOT DISTINCT WHERE status = 'draft';
CREATE INDEX plan_version_of_consumer ON billing.plan_version (tenant_id, consumer_id, id) WHERE consumer_id IS NOT NULL;

-- A subscription is pinned to a version, so a version's terms are for ever; only its life goes on.
CREATE OR REPLACE FUNCTION billing.keep_plan_terms() RETURNS trigger
    LANGUAGE plpgsql AS
$$
BEGIN
    IF (NEW.tenant_id, NEW.plan_id, NEW.version, NEW.price_model, NEW.unit_price, NEW.currency, NEW.monthly_quota, NEW.rate_calls, NEW.rate_seconds,
            NEW.terms, NEW.consumer_id)
        IS DISTINCT FROM
       (OLD.tenant_id, OLD.plan_id, OLD.version, OLD.price_model, OLD.unit_price, OLD.currency, OLD.monthly_quota, OLD.rate_calls, OLD.rate_seconds,
            OLD.terms, OLD.consumer_id) THEN
        RAISE EXCEPTION 'a plan version''s terms never change: make a new version' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NOT (NEW.status = OLD.status OR (OLD.status, NEW.status) IN (('draft', 'published'), ('published', 'archived'))) THEN
        RAISE EXCEPTION 'a plan version cannot go from % to %', OLD.status, NEW.status USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;
