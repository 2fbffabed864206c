-- What became of a subscription after it started: changes of plan, pauses, its end, in the order in which they were decided. Its row
-- shows what it is now; what it was at any moment comes of its first plan version and these changes.

ALTER TABLE billing.subscription
    -- null: it has had one version only, plan_version_id
    ADD COLUMN first_plan_version_id uuid,
    ADD COLUMN paused boolean NOT NULL DEFAULT false,
    -- when its row becomes something else by what is known; null: never
    ADD COLUMN next_change_at timestamptz,
    ADD COLUMN alignment text NOT NULL DEFAULT 'calendar' CHECK (alignment IN ('calendar', 'anniversary')),
    ADD COLUMN proration text NOT NULL DEFAULT 'by-second' CHECK (proration IN ('by-second', 'by-day', 'by-thirtieths', 'none')),
    ADD CONSTRAINT subscription_first_plan_version FOREIGN KEY (tenant_id, first_plan_version_id)
        REFERENCES billing.plan_version (tenant_id, id);
GRANT UPDATE (plan_version_id, first_plan_version_id, paused, next_change_at) ON billing.subscription TO tallygate_app;

CREATE FUNCTION billing.keep_first_plan_version() RETURNS trigger
    LANGUAGE plpgsql AS
$$
BEGIN
    IF OLD.first_plan_version_id IS NULL AND NEW.plan_version_id <> OLD.plan_version_id
            AND NEW.first_plan_version_id IS DISTINCT FROM OLD.plan_version_id
        OR OLD.first_plan_version_id IS NOT NULL AND NEW.first_plan_version_id IS DISTINCT FROM OLD.first_plan_version_id THEN
        RAISE EXCEPTION 'what a subscription began with never changes' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER subscription_keeps_its_first_version BEFORE UPDATE ON billing.subscription
    FOR EACH ROW EXECUTE FUNCTION billing.keep_first_plan_version();

CREATE TABLE billing.subscription_change (
    id              uuid PRIMARY KEY,
    tenant_id       uuid        NOT NULL,
    subscription_id uuid        NOT NULL,
    -- 1, 2, 3… as decided
    position        integer     NOT NULL CHECK (position >= 1),
    kind            text        NOT NULL CHECK (kind IN ('plan', 'pause', 'resume', 'cancel')),
    takes_effect_at timestamptz NOT NULL,
    paused_until    timestamptz CHECK (paused_until IS NULL OR kind = 'pause' AND paused_until > takes_effect_at),
    plan_version_id uuid,
    decided_at      timestamptz NOT NULL,
    CONSTRAINT subscription_change_order UNIQUE (subscription_id, position),
    CONSTRAINT subscription_change_subscription FOREIGN KEY (tenant_id, subscription_id) REFERENCES billing.subscription (tenant_id, id),
    CONSTRAINT subscription_change_plan_version FOREIGN KEY (tenant_id, plan_version_id) REFERENCES billing.plan_version (tenant_id, id),
    CONSTRAINT subscription_change_names_its_plan CHECK ((kind = 'plan') = (plan_version_id IS NOT NULL))
);
CREATE INDEX subscription_change_page ON billing.subscription_change (tenant_id, subscription_id, position);

ALTER TABLE billing.subscription_change ENABLE ROW LEVEL SECURITY;
ALTER TABLE billing.subscription_change FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON billing.subscription_change
    USING (tenant_id = billing.current_tenant()) WITH CHECK (tenant_id = billing.current_tenant());
GRANT SELECT, INSERT ON billing.subscription_change TO tallygate_app;

CREATE FUNCTION billing.refuse_other_history() RETURNS trigger
    LANGUAGE plpgsql AS
$$
BEGIN
    IF TG_OP = 'DELETE' AND portal.is_erasing(OLD.tenant_id) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'what was decided never changes: % of % is refused', lower(TG_OP), TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER subscription_change_is_final BEFORE UPDATE OR DELETE ON billing.subscription_change
    FOR EACH ROW EXECUTE FUNCTION billing.refuse_other_history();
CREATE TRIGGER subscription_change_stays BEFORE TRUNCATE ON billing.subscription_change EXECUTE FUNCTION billing.refuse_other_history();
