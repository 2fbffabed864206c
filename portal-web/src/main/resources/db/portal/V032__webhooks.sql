-- Whom a tenant tells of its changes, what it told them, and how that went (decision 0013).

create table webhook (
    id                     uuid primary key,
    tenant_id              uuid        not null references tenant (id),
    url                    text        not null check (length(url) between 1 and 2000),
    description            text        not null default '' check (length(description) <= 300),
    -- empty: all there are
    event_types            text[]      not null default '{}' check (cardinality(event_types) <= 100),
    enabled                boolean     not null,
    -- why the portal disabled it; null when a person did, or nobody
    disabled_because       text        check (disabled_because in ('gone', 'failing')),
    secret_sealed          bytea       not null check (length(secret_sealed) <= 200),
    previous_secret_sealed bytea       check (length(previous_secret_sealed) <= 200),
    previous_secret_until  timestamptz,
    created_at             timestamptz not null,
    -- how its receiver does, noted with each attempt: no state that anybody chose
    failing_since          timestamptz,
    failures               integer     not null default 0,
    resting_until          timestamptz,
    unique (tenant_id, id),
    check ((previous_secret_sealed is null) = (previous_secret_until is null))
);

-- how often each thing was told of
create table webhook_sequence (
    tenant_id   uuid   not null references tenant (id),
    resource    text   not null check (length(resource) between 1 and 50),
    resource_id uuid   not null,
    last        bigint not null,
    primary key (tenant_id, resource, resource_id)
);

-- written with the change that it tells of; every attempt sends the same bytes
create table webhook_event (
    id          uuid primary key default uuidv7(),
    tenant_id   uuid        not null references tenant (id),
    type        text        not null check (length(type) between 1 and 100),
    resource    text        not null,
    resource_id uuid        not null,
    sequence    bigint      not null,
    occurred_at timestamptz not null,
    body        text        not null check (length(body) <= 65536),
    unique (tenant_id, id)
);
create index webhook_event_age on webhook_event (occurred_at);

create table webhook_delivery (
    id              uuid primary key default uuidv7(),
    tenant_id       uuid        not null,
    webhook_id      uuid        not null,
    event_id        uuid        not null,
    state           text        not null default 'waiting' check (state in ('waiting', 'delivered', 'failed')),
    -- in all, and since it was last asked for: a replay begins anew
    attempts        integer     not null default 0,
    tries           integer     not null default 0,
    created_at      timestamptz not null,
    next_attempt_at timestamptz not null,
    last_attempt_at timestamptz,
    last_status     integer,
    foreign key (tenant_id, webhook_id) references webhook (tenant_id, id) on delete cascade,
    foreign key (tenant_id, event_id) references webhook_event (tenant_id, id) on delete cascade,
    unique (tenant_id, id)
);
create index webhook_delivery_page on webhook_delivery (tenant_id, webhook_id, id);
create index webhook_delivery_state_page on webhook_delivery (tenant_id, webhook_id, state, id);
create index webhook_delivery_due on webhook_delivery (tenant_id, webhook_id, next_attempt_at, id) where state = 'waiting';
create index webhook_delivery_event on webhook_delivery (tenant_id, event_id);

create table webhook_attempt (
    tenant_id   uuid        not null,
    delivery_id uuid        not null,
    number      integer     not null,
    started_at  timestamptz not null,
    millis      integer     not null,
    -- null when nothing was answered
    status      integer,
    answer      text        not null default '' check (length(answer) <= 1024),
    error       text        not null default '' check (length(error) <= 300),
    primary key (tenant_id, delivery_id, number),
    foreign key (tenant_id, delivery_id) references webhook_delivery (tenant_id, id) on delete cascade
);

do $$
declare
    owned text;
begin
    foreach owned in array array['webhook', 'webhook_sequence', 'webhook_event', 'webhook_delivery', 'webhook_attempt'] loop
        execute format('alter table %I enable row level security', owned);
        execute format('alter table %I force row level security', owned);
        execute format('create policy tenant on %I using (tenant_id = current_tenant()) with check (tenant_id = current_tenant())', owned);
        execute format('grant select, insert, update, delete on %I to tallygate_app', owned);
    end loop;
end
$$;
-- whoever cleans up sees what has had its time, and nothing else; deliveries and attempts go with their event
create policy forgotten on webhook_event to tallygate_operator using (occurred_at < now() - interval '30 days');
grant select (id, occurred_at), delete on webhook_event to tallygate_operator;
