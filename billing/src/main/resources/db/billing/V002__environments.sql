-- A subscription is for one environment; what is used in test is never billed, and the store sees to it.

ALTER TABLE billing.subscription
    ADD COLUMN environment text NOT NULL DEFAULT 'live' CHECK (environment IN ('live', 'test')),
    ADD CONSTRAINT subscription_environment UNIQUE (tenant_id, id, environment);
DROP INDEX billing.subscription_one_active;
CREATE UNIQUE INDEX subscription_one_active ON billing.subscription (application_id, product_id, environment) WHERE status = 'active';

-- Not checked for rows of before: all of those are live, and the owner, behind the wall like everybody, could not see them.
ALTER TABLE billing.invoice_line
    ADD COLUMN environment text NOT NULL DEFAULT 'live' CHECK (environment = 'live'),
    ADD CONSTRAINT invoice_line_is_live FOREIGN KEY (tenant_id, subscription_id, environment)
        REFERENCES billing.subscription (tenant_id, id, environment) NOT VALID;
ALTER TABLE billing.billed_period
    ADD COLUMN environment text NOT NULL DEFAULT 'live' CHECK (environment = 'live'),
    ADD CONSTRAINT billed_period_is_live FOREIGN KEY (tenant_id, subscription_id, environment)
        REFERENCES billing.subscription (tenant_id, id, environment) NOT VALID;
