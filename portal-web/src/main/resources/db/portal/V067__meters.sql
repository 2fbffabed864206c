-- What a tenant counts (metering's MeterDefinition), and what its own back ends show when they report usage.

create table meter (
    id           uuid primary key,
    tenant_id    uuid        not null references tenant (id),
    slug         text        not null check (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
    name         text        not null check (length(name) between 1 and 200),
    source       text        not null check (source in ('requests', 'bytes-in', 'bytes-out', 'duration', 'units', 'events')),
    event_type   text        check (length(event_type) between 1 and 127),
    aggregation  text        not null check (aggregation in ('sum', 'count', 'max', 'unique', 'latest', 'weighted-sum')),
    value        text        check (length(value) between 1 and 200),
    -- objects of JSON: names and what they lead to, accepted values by dimension, weights by operation
    dimensions   text        not null default '{}' check (length(dimensions) <= 8192),
    filters      text        not null default '{}' check (length(filters) <= 131072),
    weights      text        not null default '{}' check (length(weights) <= 65536),
    unit         text        not null check (length(unit) between 1 and 63),
    created_at   timestamptz not null,
    archived_at  timestamptz,
    lock_version integer     not null default 0,
    unique (tenant_id, id),
    check ((source = 'events') = (event_type is not null))
);
create unique index meter_slug on meter (tenant_id, slug) where archived_at is null;

-- of the secret the hash and the last characters
create table event_credential (
    id          uuid primary key,
    tenant_id   uuid        not null references tenant (id),
    name        text        not null check (length(name) between 1 and 100),
    environment text        not null check (environment in ('live', 'test')),
    sha256      text        not null unique check (sha256 ~ '^[0-9a-f]{64}$'),
    last4       text        not null check (length(last4) = 4),
    created_at  timestamptz not null,
    expires_at  timestamptz,
    revoked_at  timestamptz,
    unique (tenant_id, id)
);

do $$
declare
    owned text;
begin
    foreach owned in array array['meter', 'event_credential'] loop
        execute format('alter table %I enable row level security', owned);
        execute format('alter table %I force row level security', owned);
        execute format('create policy tenant on %I using (tenant_id = current_tenant()) with check (tenant_id = current_tenant())', owned);
        execute format('grant select, insert, update, delete on %I to tallygate_app', owned);
    end loop;
end
$$;
select begin_counting('meter', 'meters', 'archived_at is null');
select begin_counting('event_credential', 'event-credentials', 'revoked_at is null');

alter table gateway_change drop constraint gateway_change_kind_check;
alter table gateway_change add constraint gateway_change_kind_check
    check (kind in ('tenant', 'upstream', 'route', 'credential', 'subscription', 'plan-version', 'meter', 'eventCredential'));
