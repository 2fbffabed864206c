-- What is published, and by which applications it is called.

create table api (
    id           uuid primary key,
    tenant_id    uuid        not null references tenant (id),
    slug         text        not null check (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
    name         text        not null check (length(name) between 1 and 200),
    description  text        not null default '' check (length(description) <= 20000),
    -- below the tenant's own path on a shared gateway group; no two APIs of a tenant may claim the same
    base_path    text        not null check (base_path ~ '^(/[a-z0-9][a-z0-9._~-]*)+$' and length(base_path) <= 200),
    upstream     text        check (length(upstream) <= 2000),
    status       text        not null check (status in ('draft', 'published')),
    version_id   uuid        not null,
    created_at   timestamptz not null,
    published_at timestamptz,
    lock_version integer     not null default 0,
    unique (tenant_id, id),
    constraint api_slug unique (tenant_id, slug),
    constraint api_base_path unique (tenant_id, base_path),
    check (status = 'draft' or upstream is not null)
);

create table api_version (
    id            uuid primary key,
    tenant_id     uuid        not null references tenant (id),
    api_id        uuid        not null,
    version       text        not null check (length(version) between 1 and 100),
    specification text        not null,
    -- as it was uploaded, to the character
    document      text        not null,
    created_at    timestamptz not null,
    unique (tenant_id, id),
    foreign key (tenant_id, api_id) references api (tenant_id, id)
);
alter table api add foreign key (tenant_id, version_id) references api_version (tenant_id, id) deferrable initially deferred;

create table api_operation (
    id           uuid primary key,
    tenant_id    uuid    not null references tenant (id),
    version_id   uuid    not null,
    position     integer not null,
    operation_id text    not null check (length(operation_id) between 1 and 200),
    method       text    not null,
    path         text    not null check (length(path) <= 2048),
    summary      text    not null default '',
    tags         text[]  not null default '{}',
    foreign key (tenant_id, version_id) references api_version (tenant_id, id),
    unique (tenant_id, version_id, position)
);

create table application (
    id          uuid primary key,
    tenant_id   uuid        not null references tenant (id),
    consumer_id uuid        not null,
    name        text        not null check (length(name) between 1 and 200),
    description text        not null default '' check (length(description) <= 4000),
    created_at  timestamptz not null,
    unique (tenant_id, id),
    foreign key (tenant_id, consumer_id) references consumer (tenant_id, id)
);
create index application_consumer on application (tenant_id, consumer_id, id);

-- what an application shows at the gateway: the hash of its key, never the key
create table credential (
    id             uuid primary key,
    tenant_id      uuid        not null references tenant (id),
    application_id uuid        not null,
    consumer_id    uuid        not null,
    name           text        not null check (length(name) between 1 and 100),
    environment    text        not null check (environment in ('live', 'test')),
    sha256         text        not null unique check (sha256 ~ '^[0-9a-f]{64}$'),
    last4          text        not null check (length(last4) = 4),
    created_at     timestamptz not null,
    expires_at     timestamptz,
    revoked_at     timestamptz,
    foreign key (tenant_id, application_id) references application (tenant_id, id),
    foreign key (tenant_id, consumer_id) references consumer (tenant_id, id)
);
create index credential_application on credential (tenant_id, application_id, id);

do $$
declare
    owned text;
begin
    foreach owned in array array['api', 'api_version', 'api_operation', 'application', 'credential'] loop
        execute format('alter table %I enable row level security', owned);
        execute format('alter table %I force row level security', owned);
        execute format('create policy tenant on %I using (tenant_id = current_tenant()) with check (tenant_id = current_tenant())', owned);
        execute format('grant select, insert, update, delete on %I to tallygate_app', owned);
    end loop;
end
$$;

-- the front page of an installation names the tenants that have something to show
create policy directory on api for select to tallygate_directory using (status = 'published');
grant select (tenant_id, status) on api to tallygate_directory;
